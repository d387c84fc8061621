"""Learning from narratives: categories, similar incidents and themes. No network, no download.

`words` reads text, `meaning` gives it a place in a space of meaning, and `classify`, `similar` and
`themes` use both. Each suggests; people decide.
"""
