"""The editor of the catalogue: a window of the desk in which a city's own tables are kept."""
