"""Bulletins: learning sent to chosen teams and roles, read, acknowledged and answered locally."""
