"""Cases on a screen: the list behind a figure, one case's card, and their words."""
