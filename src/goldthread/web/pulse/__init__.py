"""The confidence pulse: answering, results in groups that are large enough, and the trend."""
