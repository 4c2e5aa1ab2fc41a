"""Base records of a demo city: invented, marked, with the flaws of real registers mixed in."""
