"""Emergency responses at a seat: strip, window, starting one."""
