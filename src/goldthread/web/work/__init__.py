"""My work: the one list of everything waiting for a person."""
