"""The seats: each file has `make(context) -> Seat`."""
