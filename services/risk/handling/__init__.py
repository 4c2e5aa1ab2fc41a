"""What is done with a warning once it stands: seen, shelved, graded, merged, dispatched, closed, expired."""
