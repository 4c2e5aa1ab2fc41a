"""Widgets of evaluation: figures whose cells open their cases, with intervals drawn beside shares."""
