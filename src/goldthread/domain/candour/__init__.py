"""Openness: the duty of candour and the engagement log of every incident."""
