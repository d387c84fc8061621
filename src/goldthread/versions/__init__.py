"""Definitions kept in versions: one draft at most, published versions that never change.

Decision tools and instruments are kept so. Each describes itself in a `Kind`.
"""
