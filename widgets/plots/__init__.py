"""Trend plots in the visual language: pyqtgraph, without its menus, frames and buttons."""
