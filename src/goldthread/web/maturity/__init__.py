"""Pages of the maturity view."""
