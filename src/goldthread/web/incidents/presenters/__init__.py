"""What the pages of an incident print, prepared as plain values."""
