"""Learning items, what they are linked to, and what was said to be no personal data."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldthread.access.models import Unit, User
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.models import Incident, Tag, Theme
from goldthread.domain.learning.library.terms import Status
from goldthread.domain.reviews.models import LearningPoint
from goldthread.workflow.models import Lifecycle


class Item(Lifecycle):
    """What happened in general terms, what we learnt and what changed, for everyone to read.

    `source` is the incident it came from; only those who may open that incident learn of it, so
    nothing here is called `incident` and no trail entry carries its thread. Whether the change is
    shown to work is read from the verification of `actions`. No `units`, `services` or `roles`
    means that it applies to all. `reference` (L-00012) never changes.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20)
    status = models.CharField(max_length=30, choices=Status.choices)
    title = models.CharField(max_length=160)
    happened = models.TextField()
    learnt = models.TextField()
    changed = models.TextField(blank=True)
    family = models.TextField(blank=True)
    units = models.ManyToManyField(Unit, related_name="+")
    services = models.ManyToManyField(Tag, related_name="+")
    roles = models.JSONField(default=list)
    themes = models.ManyToManyField(Theme, related_name="learning")
    points = models.ManyToManyField(LearningPoint, related_name="learning")
    actions = models.ManyToManyField(Action, related_name="learning")
    source = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ready_at = models.DateTimeField(null=True)
    ready_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_back_because = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_because = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    retired_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"], name="learning_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(checked_by__isnull=False)
                & ~Q(checked_by=F("edited_by"))
                & ~Q(checked_by=F("made_by")),
                name="learning_checked_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="retired") | ~Q(retired_because=""),
                name="learning_retired_because",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "status", "-published_at"], name="learning_feed")
        ]

    def __str__(self) -> str:
        return self.title


class NotPersonal(models.Model):
    """Words that the finder takes for personal data and a person says are none, with why."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="not_personal")
    text = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "text"], name="learning_words_said_once")
        ]

    def __str__(self) -> str:
        return self.text


class ItemCounter(models.Model):
    """The last number given to a learning item of an organisation."""

    organisation = models.OneToOneField(Unit, models.CASCADE, related_name="+")
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)
