"""The columns of every version of a definition."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

from goldthread.access.models import User

IN_USE_HAS_A_TIME = models.Q(is_draft=True, published_at__isnull=True) | models.Q(
    is_draft=False, published_at__isnull=False
)


class Version(models.Model):
    """One wording of a definition. A published version never changes.

    `revision` counts the times a draft was saved, so that two people who edit it at once are told.
    """

    number = models.PositiveIntegerField()
    definition = models.JSONField()
    is_draft = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.subject} version {self.number}"

    @property
    def subject(self) -> Any:
        """The tool or instrument that this is a version of."""
        raise NotImplementedError


V = TypeVar("V", bound=Version)
