"""The trail in plain words, for a lay inspector or a data-protection officer."""
