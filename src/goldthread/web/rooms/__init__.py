"""Rooms for commissioners and inspectors, and packs shared by a link."""
