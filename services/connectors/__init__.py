"""Ways in and out of the centre: each connector gives `Report`s to the door of intake."""
