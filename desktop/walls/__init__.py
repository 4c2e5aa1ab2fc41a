"""Composing the walls: a small editor of scenes and play lists, and throwing the present map to a wall."""
