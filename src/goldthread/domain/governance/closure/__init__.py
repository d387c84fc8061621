"""Closure: what a thread still misses, and closing it as verified or with a reason."""
