"""A frozen pack as files: an accessible PDF, tables as CSV, and an archive with a manifest."""
