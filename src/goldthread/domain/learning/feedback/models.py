"""What reporters were told of changes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import User
from goldthread.domain.incidents.models import Incident, Message
from goldthread.domain.learning.library.models import Item


class WhatChanged(models.Model):
    """What changed because of one report, as its reporter reads it on their page or by code.

    `message` is the same in the conversation. `final` says that nothing more is to follow.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="what_changed")
    message = models.OneToOneField(Message, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+")
    final = models.BooleanField()
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], condition=Q(final=True), name="final_answer_once"
            )
        ]
        ordering = ["told_at", "pk"]

    def __str__(self) -> str:
        return f"{self.incident}: {self.message.text[:40]}"
