"""The queue of the desk: its rows, views, words and what they are arranged by."""
