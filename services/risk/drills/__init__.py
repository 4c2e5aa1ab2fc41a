"""Drills: scripts whose signals run through the live screens and enter no statistics."""
