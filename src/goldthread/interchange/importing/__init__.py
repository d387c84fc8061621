"""Foreign files of incidents, read without knowing beforehand who wrote them.

Data flows one way: ``reading`` (bytes to a table) → ``guessing`` (a table to a mapping, each guess
with its reason) → ``converting`` (rows to drafts, rejects and warnings) → ``committing`` (drafts
to incidents, through the incidents operations). Everything before ``committing`` is pure.
"""
