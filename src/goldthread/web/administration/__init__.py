"""What a customer changes without code: units, people, roles, lists of words and limits."""
