"""The action: what will change, by whom, by when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldthread.access.models import Unit, User
from goldthread.domain.actions.terms import Kind, Route, Status, Strength
from goldthread.domain.incidents.models import Incident
from goldthread.workflow.models import Lifecycle


class Action(Lifecycle):
    """One change, promised by one person for one day.

    `incident` is the thread it belongs to and decides who sees it; `serves` adds further
    incidents of a theme. `first_due_on` keeps the day first agreed, whatever was extended.
    `suggested_strength` is empty when the wording gave nothing to grade. `round` counts from 1
    and grows each time the action is reopened as not effective; evidence, implementation and
    communication belong to the round that began at `round_began_at`. `replaces` is the action
    this stronger one took over from.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="actions")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="actions")
    serves = models.ManyToManyField(Incident, through="ActionIncident", related_name="served_by")
    source_type = models.CharField(max_length=60, blank=True)
    source_id = models.BigIntegerField(null=True)
    proposed_in = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=30, choices=Status.choices)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    partner = models.CharField(max_length=160, blank=True)
    rapid = models.BooleanField(default=False)

    title = models.CharField(max_length=200)
    change = models.TextField()
    success_measure = models.TextField(blank=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="actions")
    due_on = models.DateField(null=True)
    first_due_on = models.DateField(null=True)

    strength = models.CharField(max_length=10, choices=Strength.choices, blank=True)
    strength_reason = models.TextField(blank=True)
    suggested_strength = models.CharField(max_length=10, choices=Strength.choices, blank=True)
    suggested_because = models.CharField(max_length=300, blank=True)
    weak_reason = models.TextField(blank=True)

    round = models.PositiveSmallIntegerField(default=1)
    round_began_at = models.DateTimeField()
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")

    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "withdrawn"])
                | (Q(owner__isnull=False) & Q(due_on__isnull=False) & Q(agreed_by__isnull=False)),
                name="action_agreed_has_owner_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["complete", "verified"])
                | (Q(completed_at__isnull=False) & Q(completed_by__isnull=False)),
                name="action_complete_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn")
                | (Q(withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="action_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                name="action_not_its_own_successor",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "status", "due_on", "id"], name="action_in_org"),
            models.Index(fields=["unit", "status", "due_on", "id"], name="action_in_unit"),
            models.Index(fields=["owner", "status", "due_on", "id"], name="action_of_owner"),
            models.Index(fields=["source_type", "source_id"], name="action_by_source"),
            models.Index(fields=["organisation", "proposed_at"], name="action_by_proposal"),
            models.Index(
                fields=["organisation", "completed_at"],
                name="action_by_completion",
                condition=Q(completed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def thread(self) -> int:
        """The number of the golden thread it belongs to."""
        return self.incident_id


class ActionRoute(models.Model):
    """A way the change gets into daily work, and the thing that carries it."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="routes")
    route = models.CharField(max_length=20, choices=Route.choices)
    artefact = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "route"], name="action_route_once")
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_route_display()}: {self.artefact}"


class ActionIncident(models.Model):
    """A further incident that a thematic action serves."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="incident_links")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="action_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "incident"], name="action_serves_once")
        ]

    def __str__(self) -> str:
        return f"{self.action} serves {self.incident}"
