"""The panes of a wall: read from afar, never touched. Rows go where they don't fit, the type never shrinks."""
