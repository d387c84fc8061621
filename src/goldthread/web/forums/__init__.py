"""Forums and meetings: when they meet, the meeting itself on one screen, and its minutes."""
