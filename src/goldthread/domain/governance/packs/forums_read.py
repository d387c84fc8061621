"""Which forum reads which kind of pack."""

FORUMS = {"monthly": "incident_review", "quarterly": "deep_dive"}
"""By the code of the kind, the code of the forum in `defaults/forums.yaml`."""
