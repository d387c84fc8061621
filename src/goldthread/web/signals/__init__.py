"""Signals: what stands out, for a person to accept or dismiss."""
