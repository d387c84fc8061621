"""Episodes of escalation. Times are kept; how long things took is always worked out from them."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from goldthread.access.models import Unit, User
from goldthread.domain.incidents.models import Incident
from goldthread.domain.registers.escalation.models.indicators import IndicatorVersion
from goldthread.domain.registers.escalation.terms import Finding, Precision, Status
from goldthread.domain.registers.people.models import Person
from goldthread.workflow.models import Lifecycle


class Episode(Lifecycle):
    """One time that someone got worse, from the first sign observed to its end.

    `reference` (E-00012) stands for it in notices and addresses. `incident` is the golden thread
    it belongs to, where it led to one.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="escalations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="escalations")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="escalations")
    status = models.CharField(max_length=30, choices=Status.choices)
    reference = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_because = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"], name="escalation_reference_once"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["closed", "withdrawn"]) | Q(ended_at__isnull=False),
                name="escalation_ended_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "status", "-opened_at"], name="escalation_at_unit"),
            models.Index(fields=["person", "-opened_at"], name="escalation_of_person"),
        ]

    def __str__(self) -> str:
        return self.reference


class EpisodeCounter(models.Model):
    """The last number given to an episode of an organisation."""

    organisation = models.OneToOneField(Unit, models.CASCADE, related_name="+")
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)


def _elapsed(since: dt.datetime, until: dt.datetime) -> dt.timedelta:
    """The time that passed. Two local times are else compared by the wall clock, which jumps."""
    return until.astimezone(dt.UTC) - since.astimezone(dt.UTC)


class StepUp(models.Model):
    """A step-up that a threshold led to: what, by when, and what was done when.

    `due_at` is the promise made when the threshold was recorded; a later change of the indicator
    does not move it.
    """

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="step_ups")
    action = models.CharField(max_length=300)
    met_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_what = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(done_at__isnull=True),
                name="escalation_one_step_up_open",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("met_at")),
                name="escalation_step_up_after_threshold",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="escalation_step_up_open_due",
                condition=Q(done_at__isnull=True),
            )
        ]
        ordering = ["met_at", "pk"]

    def __str__(self) -> str:
        return self.action

    def late(self, at: dt.datetime) -> bool:
        """Whether it was done after its due time, or is not done and past it at `at`."""
        return _elapsed(self.due_at, self.done_at or at) > dt.timedelta()

    def took(self, at: dt.datetime) -> dt.timedelta:
        """From the threshold to the step-up, or to `at` where it is not done."""
        return _elapsed(self.met_at, self.done_at or at)

    def late_by(self, at: dt.datetime) -> dt.timedelta | None:
        """How far beyond its due time it was done, or is at `at`; None where it is not late."""
        return _elapsed(self.due_at, self.done_at or at) if self.late(at) else None


class Observation(models.Model):
    """An indicator seen in a person, with the wording in force. Nothing here names the person.

    `step_up` is what a met threshold led to; `own_due_at` when this observation alone would have
    had to lead to it.
    """

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="observations")
    version = models.ForeignKey(IndicatorVersion, models.PROTECT, related_name="+")
    observed_at = models.DateTimeField()
    precision = models.CharField(max_length=10, choices=Precision.choices)
    note = models.TextField(blank=True)
    threshold_met = models.BooleanField()
    step_up = models.ForeignKey(StepUp, models.PROTECT, null=True, related_name="observations")
    own_due_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold_met=False) | Q(step_up__isnull=False),
                name="escalation_threshold_leads_to_step_up",
            )
        ]
        indexes = [models.Index(fields=["observed_at"], name="escalation_observed")]
        ordering = ["observed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.version} at {self.observed_at}"


class Monitoring(models.Model):
    """A decision to watch on: at what point we step up, who watches, and when they look again."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="monitorings")
    threshold = models.TextField()
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    recheck_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    rechecked_at = models.DateTimeField(null=True)
    rechecked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    finding = models.CharField(max_length=20, choices=Finding.choices, blank=True)
    result = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(rechecked_at__isnull=True),
                name="escalation_one_monitoring_open",
            )
        ]
        ordering = ["decided_at", "pk"]

    def __str__(self) -> str:
        return self.threshold


class SeniorReview(models.Model):
    """A senior's account of a delayed step-up: why it was late, and what is learnt from it."""

    step_up = models.OneToOneField(StepUp, models.PROTECT, related_name="review")
    rationale = models.TextField()
    learning = models.TextField()
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"Review of {self.step_up}"
