"""The wall: what it shows, in which scenes, how it is put into words, and the board that holds its panes."""
