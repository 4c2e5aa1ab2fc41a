"""Evaluation: kept by facts, read as tables whose figures open into their cases."""
