"""Measures, the control view, the safer-because chain, themes over time, and denominators."""
