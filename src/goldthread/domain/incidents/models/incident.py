"""The incident: the first account and where its thread stands."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldthread.access.models import Unit, User
from goldthread.access.sealed import SealedField
from goldthread.domain.incidents.models.settings import Category, Tag, Theme
from goldthread.domain.incidents.terms import (
    Closure,
    EventType,
    PhysicalHarm,
    Potential,
    Precision,
    PsychologicalHarm,
    Route,
    Status,
    Tier,
)
from goldthread.workflow.models import Lifecycle


class Incident(Lifecycle):
    """Anything reported. The narrative is never edited: later facts are addenda.

    `physical_harm` and `psychological_harm` are the worst over the people affected, kept here so
    that lists can filter; empty means nobody was affected or it is not known. `unit` is the
    organisation itself while the incident is unplaced. `reported_by` of a confidential report is
    shown only with `reporter.see`; an anonymous report has none.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="incidents")
    reference = models.CharField(max_length=30)
    status = models.CharField(max_length=30, choices=Status.choices)
    event_type = models.CharField(max_length=20, choices=EventType.choices)
    route = models.CharField(max_length=20, choices=Route.choices)
    narrative = models.TextField()
    location = models.CharField(max_length=200, blank=True)

    occurred_at = models.DateTimeField(null=True)
    occurred_precision = models.CharField(max_length=10, choices=Precision.choices)
    discovered_at = models.DateTimeField(null=True)
    discovered_precision = models.CharField(max_length=10, choices=Precision.choices, blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="reports")
    reporter_name = SealedField(blank=True, default="")
    reporter_contact = SealedField(blank=True, default="")
    reporter_relationship = models.CharField(max_length=80, blank=True)
    follow_up_index = models.CharField(max_length=32, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001

    unsafe_now = models.BooleanField(default=False)
    unsafe_what = models.TextField(blank=True)
    made_safe_at = models.DateTimeField(null=True)
    made_safe_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_safe_how = models.TextField(blank=True)

    physical_harm = models.CharField(max_length=10, choices=PhysicalHarm.choices, blank=True)
    psychological_harm = models.CharField(
        max_length=10, choices=PsychologicalHarm.choices, blank=True
    )
    potential_harm = models.CharField(max_length=10, choices=Potential.choices, blank=True)
    suggested_category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="incidents")
    tier = models.CharField(max_length=20, choices=Tier.choices, blank=True)
    pathway = models.ForeignKey(Tag, models.PROTECT, null=True, related_name="+")
    service_model = models.ForeignKey(Tag, models.PROTECT, null=True, related_name="+")
    themes = models.ManyToManyField(Theme, through="IncidentTheme", related_name="incidents")

    restricted = models.BooleanField(default=False)
    restricted_reason = models.TextField(blank=True)
    placed = models.BooleanField(default=True)
    proposed_unit = models.CharField(max_length=200, blank=True)
    proposed_category = models.CharField(max_length=200, blank=True)

    closure = models.CharField(max_length=20, choices=Closure.choices, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_because = models.TextField(blank=True)
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")

    source_system = models.CharField(max_length=80, blank=True)
    source_reference = models.CharField(max_length=120, blank=True)
    source_columns = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="reference_once"),
            models.UniqueConstraint(
                fields=["organisation", "source_system", "source_reference"],
                name="imported_once",
                condition=~Q(source_reference=""),
            ),
            models.CheckConstraint(
                condition=Q(made_safe_at__isnull=True) | Q(made_safe_by__isnull=False),
                name="made_safe_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | ~Q(closure=""), name="closed_somehow"
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | Q(duplicate_of__isnull=False),
                name="withdrawn_keeps_its_link",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")),
                name="not_its_own_duplicate",
            ),
            models.CheckConstraint(
                condition=~Q(route="anonymous") | Q(reported_by__isnull=True),
                name="anonymous_has_no_reporter",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "-reported_at", "-id"], name="incident_newest_in_org"
            ),
            models.Index(fields=["unit", "-reported_at", "-id"], name="incident_newest_in_unit"),
            models.Index(
                fields=["organisation", "status", "-reported_at", "-id"], name="incident_by_status"
            ),
            models.Index(
                fields=["organisation", "category", "-reported_at", "-id"],
                name="incident_by_category",
            ),
            models.Index(fields=["reported_by", "-reported_at"], name="incident_by_reporter"),
            # The few that every list has to know of, so that My work need not look at them all.
            models.Index(
                fields=["organisation"],
                name="incident_restricted",
                condition=Q(restricted=True),
            ),
            models.Index(
                fields=["organisation"], name="incident_unplaced", condition=Q(placed=False)
            ),
            models.Index(
                fields=["follow_up_index"],
                name="incident_by_follow_up",
                condition=~Q(follow_up_index=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def thread(self) -> int:
        """The number of the golden thread: the incident's own."""
        return self.pk


class IncidentTheme(models.Model):
    """A theme given to an incident, by whom."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="incident_links")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "theme"], name="theme_on_incident_once")
        ]

    def __str__(self) -> str:
        return f"{self.incident}: {self.theme}"


class IncidentViewer(models.Model):
    """A person named to see a restricted incident."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="viewers")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "user"], name="named_once")]

    def __str__(self) -> str:
        return f"{self.user} may see {self.incident}"
