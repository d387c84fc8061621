"""Bulletins: reading and acknowledging, sending, and answering for a team."""
