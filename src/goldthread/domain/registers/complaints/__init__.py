"""Complaints: what was said, by whom, what was answered, and what was learnt from it."""
