"""Makes a demo city: borders, people and two years of incidents, all invented and marked so, out of a profile."""
