"""The learning library: the feed, one item, and writing, checking and publishing it."""
