"""Every component on one page, to look at; only where Goldthread is developed."""
