"""Everything that crosses the edge of the product: files in, files out, other systems."""
