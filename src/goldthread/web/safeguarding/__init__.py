"""The safeguarding log, the page of a case with its steps, and the list of partner agencies."""
