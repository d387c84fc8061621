"""Bulletins, whom they were sent to, and what each team answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.access.terms import ROLE_CHOICES
from goldthread.domain.actions.models import Action
from goldthread.domain.learning.bulletins.terms import AnswerStatus, Applies, Status
from goldthread.domain.learning.library.models import Item
from goldthread.workflow.models import Lifecycle


class Bulletin(Lifecycle):
    """Published learning sent to the people who hold `roles` at `units` or below them.

    Whom that reaches is worked out once, when it is sent, and kept as `Recipient`s.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    status = models.CharField(max_length=30, choices=Status.choices)
    title = models.CharField(max_length=160)
    words = models.TextField(blank=True)
    items = models.ManyToManyField(Item, related_name="bulletins")
    units = models.ManyToManyField(Unit, related_name="+")
    roles = models.JSONField(default=list)
    answer_by = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft") | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="bulletin_sent_by_someone",
            )
        ]
        indexes = [models.Index(fields=["organisation", "-sent_at"], name="bulletin_newest")]

    def __str__(self) -> str:
        return self.title


class Recipient(models.Model):
    """One person a bulletin was sent to, through a role at a unit as they stood that day.

    `joined` marks people who came later: they are counted apart from the first audience.
    """

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="recipients")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40, choices=ROLE_CHOICES)
    joined = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "user"], name="bulletin_sent_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(read_at__isnull=False),
                name="acknowledged_once_read",
            ),
        ]
        indexes = [models.Index(fields=["user", "acknowledged_at"], name="bulletin_waiting")]

    def __str__(self) -> str:
        return f"{self.bulletin} to {self.user_id}"


class TeamAnswer(Lifecycle):
    """One team's answer to “does this apply here?”: an action, or a reason."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="answers")
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    status = models.CharField(max_length=30, choices=AnswerStatus.choices)
    applies = models.CharField(max_length=10, choices=Applies.choices, blank=True)
    reason = models.TextField(blank=True)
    action = models.ForeignKey(Action, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "unit"], name="team_answers_once"),
            models.CheckConstraint(
                condition=Q(status="waiting") | Q(action__isnull=False) | ~Q(reason=""),
                name="team_answers_with_action_or_reason",
            ),
        ]
        ordering = ["unit__path"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_applies_display() or 'waiting'}"


class Use(models.Model):
    """A bulletin used as the communication of an action, with the reach it had then."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="uses")
    action = models.ForeignKey(Action, models.PROTECT, related_name="+")
    reached = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    used_at = models.DateTimeField()
    used_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "action"], name="bulletin_used_once")
        ]

    def __str__(self) -> str:
        return f"{self.bulletin} for {self.action}"
