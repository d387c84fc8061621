"""Packs: governance documents made of claims with their sources, frozen and never edited."""
