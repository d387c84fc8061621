"""The one way a subcommand says no."""


class Refused(Exception):
    """Ends the command with exit code 1; the message is the sentence the user reads."""
