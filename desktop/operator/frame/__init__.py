"""What stands round queue, map and detail: layout, figures, status, presence, the watch."""
