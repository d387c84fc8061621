"""Looking after an installation: is it well, keep a copy, bring it back, serve it."""
