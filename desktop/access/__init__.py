"""Who sits before a seat: login, lock, the officers and who looked at what."""
