"""Signals and the incidents behind them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.insight.signals.terms import Kind, Status, Way
from goldthread.domain.reviews.models import Review
from goldthread.domain.verification.models import Plan
from goldthread.workflow.models import Lifecycle


class Signal(Lifecycle):
    """Something that stands out, with the numbers that say so, for a person to decide on.

    `subject` says what it is about, whatever the evidence; at most one is open on a subject.
    `key` identifies the evidence itself: the same evidence never makes a second signal. `weight`
    counts the evidence (incidents, silent weeks, rounds), so that new evidence can be told from
    old; `since` and `until` are the first and last day it covers. `incident` is the thread of
    the action or plan it is about, and decides who may see it. `earlier` is the signal on the
    same subject that was decided before.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="signals")
    status = models.CharField(max_length=30, choices=Status.choices)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject = models.CharField(max_length=120)
    key = models.CharField(max_length=64)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="signals")
    action = models.ForeignKey(Action, models.PROTECT, null=True, related_name="signals")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="signals")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    measure = models.CharField(max_length=60, blank=True)
    explanation = models.TextField()
    numbers = models.JSONField(default=dict)
    weight = models.PositiveIntegerField()
    since = models.DateField()
    until = models.DateField()
    raised_at = models.DateTimeField()
    earlier = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    evidence = models.ManyToManyField(Incident, through="SignalIncident", related_name="signals")

    way = models.CharField(max_length=20, choices=Way.choices, blank=True)
    reason = models.TextField(blank=True)
    review = models.ForeignKey(Review, models.PROTECT, null=True, related_name="signals")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"], name="signal_once_for_its_evidence"
            ),
            models.UniqueConstraint(
                fields=["organisation", "subject"],
                name="one_open_signal_a_subject",
                condition=Q(status="open"),
            ),
            models.CheckConstraint(
                condition=Q(status="open") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="signal_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(status="dismissed") | ~Q(reason=""), name="signal_dismissed_why"
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted") | ~Q(way=""), name="signal_accepted_how"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "status", "-raised_at", "-id"], name="signal_in_org"
            ),
            models.Index(fields=["unit", "status", "-raised_at", "-id"], name="signal_in_unit"),
            models.Index(fields=["organisation", "subject"], name="signal_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"


class SignalIncident(models.Model):
    """An incident that a signal rests on."""

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="incident_links")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="signal_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signal", "incident"], name="signal_evidence_once")
        ]

    def __str__(self) -> str:
        return f"{self.incident} in {self.signal}"
