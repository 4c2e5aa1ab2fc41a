"""Everything geographic that knows no database: systems, files of boundaries, repair, coverage and location."""
