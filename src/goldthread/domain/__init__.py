"""The golden thread, stage by stage. A later stage may know an earlier one, never the reverse."""
