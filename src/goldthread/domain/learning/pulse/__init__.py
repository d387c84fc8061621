"""The confidence pulse: a few questions that nobody can be linked to."""
