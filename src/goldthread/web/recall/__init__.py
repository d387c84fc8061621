"""Recall checks: drawing who is asked, asking them, and what they remember."""
