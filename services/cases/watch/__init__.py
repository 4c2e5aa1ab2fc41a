"""The watch: marks of time, supervision, escalation; run by the engine, with no seat open."""
