"""Insight: what the records together show. Measures, themes and signals."""
