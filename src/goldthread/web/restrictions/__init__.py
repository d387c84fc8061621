"""The restrictions register: its list, one restriction, the monthly review, and the counts."""
