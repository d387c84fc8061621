"""Learning in plain words, open to all staff, with what was shown to work."""
