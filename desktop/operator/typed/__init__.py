"""The command line: steps as they are typed, and places, numbers and filters."""
