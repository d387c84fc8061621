"""Notices: messages that ask for something and link to it."""
