"""What is shown of the chosen: one case with what stands beside its form, an area, or several."""
