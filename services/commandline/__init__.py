"""The commands of the terminal that need no screen; each file has `arguments(parser)` and `run(options, words)`."""
