"""What to draw, as arrays and codes: no colours, no Qt. One map layer is one file."""
