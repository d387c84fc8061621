"""People served: one record a person, named where allowed, merged when recorded twice."""
