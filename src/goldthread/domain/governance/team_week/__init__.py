"""Each Monday those who lead teams read what is late, due, unverified and missed there."""
