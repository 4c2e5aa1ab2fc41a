"""The map on the screen: the canvas, its picture, labels, gestures and furniture."""
