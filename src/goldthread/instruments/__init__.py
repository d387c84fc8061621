"""Instruments: versioned sets of questions with scoring, and the responses given."""
