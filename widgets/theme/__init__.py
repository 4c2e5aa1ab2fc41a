"""Fonts, colours and sizes of the tokens as Qt values, and the sheet of a seat."""
