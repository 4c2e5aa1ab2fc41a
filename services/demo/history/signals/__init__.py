"""What the sources of a demo city perceived beside its reports, and the true stories behind, kept apart."""
