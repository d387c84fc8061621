"""The trail: an append-only, hash-chained record of every change and every restricted opening."""
