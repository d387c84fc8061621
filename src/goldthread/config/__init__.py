"""Configuration: settings, environment, URLs and start-up checks."""
