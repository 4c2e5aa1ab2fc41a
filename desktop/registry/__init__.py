"""The registry of sources: whose each is, how often it should be heard, what came of it."""
