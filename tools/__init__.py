"""What the commands in bin/ need beyond the shell; no part of the product."""
