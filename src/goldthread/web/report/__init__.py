"""Reporting by every route, a question a page, and without signal."""
