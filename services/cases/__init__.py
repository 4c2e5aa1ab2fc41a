"""What happens to a case: each file is one thing that the centre does."""
