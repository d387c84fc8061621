"""What became of a report, for the person who made it: by account or by follow-up code."""
