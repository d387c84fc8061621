"""Supervision: sessions between two people, the learning brought to them, and what it proves."""
