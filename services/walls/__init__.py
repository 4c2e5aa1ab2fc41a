"""Walls: the scenes they play, as a city keeps them; what is thrown to them; who guards and starts them."""
