"""Photos, recordings and documents: known by what they hold, kept once by their digest, shown and shared with care."""
