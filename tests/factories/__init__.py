"""Records for tests, made through the product's own operations."""
