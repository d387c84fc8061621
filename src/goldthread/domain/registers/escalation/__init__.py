"""Escalation: early warning signs, what each leads to and by when, and what came of it."""
