"""Rooms: what a commissioner or an inspector may open, for how long; and packs shared by a link."""
