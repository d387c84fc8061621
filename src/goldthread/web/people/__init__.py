"""People served: finding one, recording, correcting, merging, and what each register holds."""
