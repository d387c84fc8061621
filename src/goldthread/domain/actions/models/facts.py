"""What happened to an action: the two facts of completion, extensions and changes of owner."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldthread.access.models import User
from goldthread.domain.actions.models.action import Action
from goldthread.domain.actions.terms import Decision, Way


class Implementation(models.Model):
    """The fact that the change is live; its proof is the action's standing evidence."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="implementations")
    round = models.PositiveSmallIntegerField()
    live_on = models.DateField()
    how = models.TextField()
    implemented_at = models.DateTimeField()
    implemented_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "round"], name="implemented_once_a_round")
        ]
        ordering = ["round"]

    def __str__(self) -> str:
        return f"{self.action} live from {self.live_on}"


class Communication(models.Model):
    """The fact that people were told: who, how, and `reached` of `of`.

    `acknowledged` counts those who confirmed it, where that was asked for.
    """

    action = models.ForeignKey(Action, models.CASCADE, related_name="communications")
    round = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=200)
    way = models.CharField(max_length=20, choices=Way.choices)
    reached = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    acknowledged = models.PositiveIntegerField(null=True)
    told_on = models.DateField()
    note = models.TextField(blank=True)
    communicated_at = models.DateTimeField()
    communicated_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reached__gte=1, reached__lte=F("of")), name="reached_of_how_many"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged__isnull=True) | Q(acknowledged__lte=F("reached")),
                name="acknowledged_of_reached",
            ),
        ]
        ordering = ["told_on", "pk"]

    def __str__(self) -> str:
        return f"{self.action}: {self.reached} of {self.of}"


class Extension(models.Model):
    """A request for a later date and what was decided; an empty decision is still waiting."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="extensions")
    was_due_on = models.DateField()
    due_on = models.DateField()
    reason = models.TextField()
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action"], condition=Q(decision=""), name="one_extension_waits"
            ),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_by__isnull=False),
                name="extension_decided_by_someone",
            ),
        ]
        ordering = ["requested_at", "pk"]

    def __str__(self) -> str:
        return f"{self.action} to {self.due_on}"


class Reassignment(models.Model):
    """A change of owner, with the reason."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="reassignments")
    from_owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    to_owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField()
    reassigned_at = models.DateTimeField()
    reassigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["reassigned_at", "pk"]

    def __str__(self) -> str:
        return f"{self.action} to {self.to_owner}"
