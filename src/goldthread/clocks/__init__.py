"""Clocks: everything due by a time, with its source, its escalation and whether it was met."""
