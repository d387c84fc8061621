"""Rules of restrictions. RES: of the record as written, and of its life."""
