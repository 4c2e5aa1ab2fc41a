"""Map files as they stand on a disk: formats, encodings, streams."""
