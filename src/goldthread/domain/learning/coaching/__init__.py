"""Coaching with scenarios, and vignettes sat in supervision, each kept with who was there."""
