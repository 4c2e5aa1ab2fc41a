"""Makes a demo city: borders, people and two years of incidents, invented and marked so, out of a folder of names and figures."""
