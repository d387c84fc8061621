"""Verification: plans, samples, the audit runner and the two verdicts."""
