"""The restrictions register: why each limit is there, what else was tried, and when it ends."""
