"""Coaching sessions with scenarios, and vignettes sat in supervision."""
