"""Which incidents a report may be about too: proposals for people; what intake folds by itself stays strict."""
