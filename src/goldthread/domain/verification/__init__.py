"""Verification: the plan, its rounds and samples, and the two verdicts."""
