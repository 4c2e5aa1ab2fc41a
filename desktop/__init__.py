"""The running application: the seats, the live bridge, the situation."""
