"""How the catalogue's editor is drawn: sheets of cells, lists of what is wrong and what changes, the history."""
