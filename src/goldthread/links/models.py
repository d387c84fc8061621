"""Links that open one record for one recipient, and the one-time codes that confirm them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.access.sealed import SealedField


class SignedLink(models.Model):
    """One link. Neither its token nor a code can be read from the database: only their hashes.

    `recipient` is the e-mail address it was made for; a code sent there, or read out by whoever
    made the link, is what opens it, so that a link that was forwarded shows nothing.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    thread = models.BigIntegerField(null=True)
    token_hash = models.CharField(max_length=64, unique=True)
    recipient = SealedField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_made_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code_hash="") | Q(code_made_at__isnull=False),
                name="link_code_has_a_time",
            )
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="links_of_subject")]

    def __str__(self) -> str:
        return f"Link to {self.subject_type} {self.subject_id}"
