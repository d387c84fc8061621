"""What accounts have in common: found themes, suggested categories and similar incidents.

The machine finds and suggests; people name, shape and decide, and what they did stands.
"""
