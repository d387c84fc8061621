"""Decision tools: read one, try one on a phone, print one, and put a new version into use."""
