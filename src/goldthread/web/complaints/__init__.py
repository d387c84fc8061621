"""Complaints: the list, one complaint, and each step of its life."""
