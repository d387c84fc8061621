"""Versioned sets of questions with scoring: audits, observations, competency, recall, vignettes."""
