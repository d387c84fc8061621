"""One incident: its golden thread, and everything that is done to the incident itself."""
