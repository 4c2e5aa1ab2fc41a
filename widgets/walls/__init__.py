"""The parts of the window in which walls are composed."""
