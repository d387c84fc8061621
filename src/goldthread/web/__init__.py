"""Pages: views fetch in scope, validate shape, make one domain call, and present."""
