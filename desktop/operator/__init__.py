"""The operator's desk: queue, map, detail, command line and bars, and what binds them to the situation."""
