"""Rules of escalation. ESC."""
