"""Goldthread: incident management and learning for community mental health services."""

__version__ = "0.1.0"
