"""Pairs, prompts, sessions with what was discussed, private notes, and what sessions prove."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from goldthread.access.models import Unit, User
from goldthread.access.sealed import SealedField
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.models import Incident
from goldthread.domain.learning.coaching.models import Sitting
from goldthread.domain.learning.library.models import Item as LearningItem
from goldthread.domain.learning.supervision.terms import (
    PairStatus,
    PromptStatus,
    SessionStatus,
    Use,
)
from goldthread.evidence.models import Item
from goldthread.instruments.models import Response
from goldthread.workflow.models import Lifecycle


class Pair(Lifecycle):
    """Who supervises whom, and where. The next session is due by a clock of this record."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    status = models.CharField(max_length=30, choices=PairStatus.choices)
    supervisor = models.ForeignKey(User, models.PROTECT, related_name="+")
    supervisee = models.ForeignKey(User, models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supervisor", "supervisee", "unit"],
                condition=Q(status="active"),
                name="pair_once",
            ),
            models.CheckConstraint(
                condition=~Q(supervisor=F("supervisee")), name="pair_of_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor} with {self.supervisee}"


class Prompt(Lifecycle):
    """A question from learning, brought to supervision until a day, for roles at a unit and below.

    It carries its own words, and may rest on `learning` of the library. `source` is the incident it came from, shown to those who may open
    that alone, so that nothing here is called `incident` and no trail entry carries its thread.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    status = models.CharField(max_length=30, choices=PromptStatus.choices)
    question = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    roles = models.JSONField(default=list)
    expires_on = models.DateField()
    source = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    action = models.ForeignKey(Action, models.PROTECT, null=True, related_name="+")
    learning = models.ForeignKey(LearningItem, models.PROTECT, null=True, related_name="+")
    pushed_at = models.DateTimeField()
    pushed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "expires_on"], name="prompt_until")]

    def __str__(self) -> str:
        return self.question

    def runs_on(self, day: dt.date) -> bool:
        """Whether it is brought to sessions on the day."""
        return self.status == PromptStatus.ACTIVE and day <= self.expires_on


class Session(Lifecycle):
    """One supervision session. What was discussed is learning; private notes stand apart."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    status = models.CharField(max_length=30, choices=SessionStatus.choices)
    pair = models.ForeignKey(Pair, models.PROTECT, related_name="sessions")
    supervisor = models.ForeignKey(User, models.PROTECT, related_name="+")
    supervisee = models.ForeignKey(User, models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    wellbeing_asked = models.BooleanField()
    agreed = models.TextField(blank=True)
    sittings = models.ManyToManyField(Sitting, related_name="supervisions")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "-held_at"], name="supervision_of_unit")]

    def __str__(self) -> str:
        return f"Supervision, {self.held_at:%Y-%m-%d}"


class PromptUse(models.Model):
    """What became of one prompt in one session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="uses")
    prompt = models.ForeignKey(Prompt, models.PROTECT, related_name="uses")
    use = models.CharField(max_length=10, choices=Use.choices)
    words = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "prompt"], name="prompt_used_once")
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.prompt}: {self.get_use_display()}"


class PrivateNote(models.Model):
    """What the two keep for themselves: sealed at rest, in no trail, message or export."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="private_notes")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = SealedField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return "Private note"


class Check(models.Model):
    """A competency check done in a session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="checks")
    response = models.OneToOneField(Response, models.PROTECT, related_name="supervision_check")

    def __str__(self) -> str:
        return str(self.response)


class Proof(models.Model):
    """A piece of evidence of an action that was made from a session's own record."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="proofs")
    action = models.ForeignKey(Action, models.PROTECT, related_name="+")
    item = models.OneToOneField(Item, models.PROTECT, related_name="supervision_proof")
    used_at = models.DateTimeField()
    used_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.item)
