"""Scenarios, their questions, and what was said to be no personal data."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldthread.access.models import Unit, User
from goldthread.domain.incidents.models import Incident
from goldthread.domain.learning.scenarios.terms import Status, Subject
from goldthread.workflow.models import Lifecycle


class Scenario(Lifecycle):
    """A story that people think through together, of the whole organisation.

    `source` is the incident it was made from; only those who may open that incident learn of it,
    so nothing here is called `incident` and no trail entry carries its thread. `edited_by` wrote
    the words last; `ready_at` is when they were handed over to be checked. `checked_because` says
    why nobody could be recognised.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    status = models.CharField(max_length=30, choices=Status.choices)
    subject = models.CharField(max_length=20, choices=Subject.choices)
    title = models.CharField(max_length=160)
    story = models.TextField()
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
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(checked_by__isnull=False)
                & ~Q(checked_by=F("edited_by"))
                & ~Q(checked_by=F("made_by")),
                name="scenario_checked_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="retired") | ~Q(retired_because=""),
                name="scenario_retired_because",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "status", "subject"], name="scenario_in_bank")
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question about the story, and what a good answer holds."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    good_answer = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scenario", "position"], name="question_position_once")
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class NotPersonal(models.Model):
    """Words that the finder takes for personal data and a person says are none, with why."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="not_personal")
    text = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scenario", "text"], name="not_personal_said_once")
        ]

    def __str__(self) -> str:
        return self.text
