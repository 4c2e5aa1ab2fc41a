"""Drills at a seat: seen by everybody while one runs, begun and ended from the operator's menu."""
