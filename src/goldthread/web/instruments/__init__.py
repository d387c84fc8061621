"""Instruments: read one, preview it as it will be asked, and put a new version into use."""
