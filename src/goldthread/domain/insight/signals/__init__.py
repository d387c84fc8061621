"""Signals: statistical flags that a person accepts or dismisses with a reason."""
