"""Risk: signals of all sources brought together by scenarios on eight models, and the warnings that come of them."""
