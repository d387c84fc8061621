"""You said, we did: telling a reporter what changed because of their report."""
