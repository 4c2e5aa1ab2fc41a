"""The change feed: every fact exactly once, on either database."""
