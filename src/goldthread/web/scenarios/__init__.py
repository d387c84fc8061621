"""The scenario bank: find a story, make one from an incident, have it checked, use it."""
