"""A report that was begun and not sent yet."""

from __future__ import annotations

import hashlib
import secrets

from django.db import models
from django.db.models import Q

from goldthread.access.models import User
from goldthread.access.sealed import SealedField
from goldthread.domain.incidents.terms import DraftFor


def new_draft_key() -> str:
    """The unguessable key a browser holds for its draft."""
    return secrets.token_urlsafe(24)


class ReportDraft(models.Model):
    """What someone has typed so far, encrypted. One for each signed-in person.

    A draft of an anonymous reporter, a person or a family member has no owner: only the browser
    that holds its `key` can read it, whoever is signed in there.
    """

    key = models.CharField(max_length=43, unique=True, default=new_draft_key)
    owner = models.OneToOneField(User, models.CASCADE, null=True, related_name="report_draft")
    kept_for = models.CharField(max_length=20, choices=DraftFor.choices)
    answers = SealedField(default="{}")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_for="own", owner__isnull=False)
                | (~Q(kept_for="own") & Q(owner__isnull=True)),
                name="only_own_drafts_have_owners",
            )
        ]

    def __str__(self) -> str:
        return f"Draft of {self.started_at:%Y-%m-%d}"

    @property
    def idempotency_key(self) -> str:
        """What makes the report of this draft be received once; the key cannot be told from it."""
        return "draft:" + hashlib.sha256(self.key.encode()).hexdigest()[:48]
