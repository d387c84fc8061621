"""Actions: the list with its funnel, proposing, agreeing, the two facts, later dates and owners."""
