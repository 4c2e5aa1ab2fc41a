"""The briefing's pages as values: counts with their cases, findings as phrases."""
