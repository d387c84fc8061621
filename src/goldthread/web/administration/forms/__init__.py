"""Shapes of what an administrator types."""
