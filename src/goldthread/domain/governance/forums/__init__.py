"""Forums and their meetings: an agenda from live data, decisions that become actions, minutes."""
