"""Placing imported incidents with teams, all those of one unknown name at once."""
