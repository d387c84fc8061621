"""Workflow: transition tables, the one function that changes a status, refusals, subscriptions."""
