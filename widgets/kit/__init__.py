"""The parts that panels are made of: painters of glyphs and marks, and small controls in the visual language."""
