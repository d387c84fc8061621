"""Safeguarding cases: from the concern to the decision, and whether the adult got what they wanted."""
