"""Qt widgets: how to draw and how to ask. They know no service call."""
