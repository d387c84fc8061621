"""Measures: what is counted month by month, kept in roll-ups so that pages cost little."""
