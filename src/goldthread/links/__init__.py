"""Signed links: one record opened by one named recipient of another agency, without an account."""
