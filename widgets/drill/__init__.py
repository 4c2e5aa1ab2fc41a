"""Drills at a desk: the strip that says that one runs, the form that begins one."""
