"""Supervision: pairs, sessions with prompts, private notes for the two, and counts."""
