"""Warnings at the desk: the list, the marks on the map, the explanation card, and what is ordered with them."""
