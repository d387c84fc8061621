"""Evidence bundles: what the sources name for each example, assembled from live records."""
