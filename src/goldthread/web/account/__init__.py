"""Signing in, the second factor, passwords, sessions."""
