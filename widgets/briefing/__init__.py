"""What the pages of the briefing are made of: links of counts, lists of figures, the frame of a page."""
