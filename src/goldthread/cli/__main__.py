"""`python -m goldthread.cli`, for where the command is not on the path."""

from goldthread.cli.main import main

main()
