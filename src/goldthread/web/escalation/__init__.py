"""Escalation: recording signs from a phone, what is due, the timeline, the cohort and crises."""
