"""How every seat stays true: the picture, the tail that advances it, the presence of seats."""
