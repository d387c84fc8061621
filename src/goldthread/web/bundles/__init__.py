"""Evidence bundles: what the sources name for each example, with what is missing."""
