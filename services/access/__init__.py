"""Who may and who did: officers, rights, masking, journal."""
