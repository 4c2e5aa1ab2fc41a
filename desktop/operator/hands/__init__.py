"""Keys, menus and the orders under their names."""
