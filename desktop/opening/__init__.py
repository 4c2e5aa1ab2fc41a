"""From the command line to an open seat: the display, the first run, pictures instead of windows."""
