"""The explanation card of a warning: why, what would bring it down, what helped before, what to do, which facts."""
