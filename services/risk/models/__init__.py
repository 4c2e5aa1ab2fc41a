"""The eight models, one file each; they know nothing of one another."""
