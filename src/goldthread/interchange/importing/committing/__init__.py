"""Drafts to incidents, through the incidents operations and nothing else."""

from goldthread.interchange.importing.committing.batches import Choices, commit

__all__ = ["Choices", "commit"]
