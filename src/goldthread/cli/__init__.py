"""The `goldthread` command."""
