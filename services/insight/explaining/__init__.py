"""What explains a warning: its facts, what was to be expected, what would bring it down, what helped before."""
