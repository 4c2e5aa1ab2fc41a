"""The pages of the briefing: what stands on each, made from one snapshot."""
