"""Playing the scripts: every step through the operation that a person's click would reach."""
