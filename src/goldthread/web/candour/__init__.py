"""Openness of an incident: the duty of candour, letters, and the engagement log."""
