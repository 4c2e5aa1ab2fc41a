"""The demo city's ground: areas, their borders and the places in them."""
