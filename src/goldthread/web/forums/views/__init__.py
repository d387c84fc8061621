"""Views of forums and meetings."""
