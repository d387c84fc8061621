"""Packs: drafted, written in, frozen, printed and taken away."""
