"""Letters: merging a template with what is known, and the hash of the exact text sent."""
