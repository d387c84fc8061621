"""What is to be measured, written down beforehand, and what the figures then said."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldthread.access.models import User
from goldthread.domain.verification.models.plan import Plan
from goldthread.domain.verification.models.rounds import Round
from goldthread.domain.verification.terms import Comparison, Direction, EffectVerdict


class Registration(models.Model):
    """The measure of a plan as registered. Rows are added and never changed: the last one counts.

    `measure_code` names a measure that the product counts, and is empty for one counted by hand.
    `denominator` is what events are counted over (`terms.Denominator`, or a code of the measure).
    `worthwhile` is between 0 and 1: 0.5 is a halving of what should become fewer. `amends_because`
    is the reason of a row added after the change went live.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="registrations")
    number = models.PositiveSmallIntegerField()
    measure_code = models.CharField(max_length=80, blank=True)
    measure = models.CharField(max_length=200)
    event = models.TextField()
    denominator = models.CharField(max_length=40)
    direction = models.CharField(max_length=10, choices=Direction.choices)
    baseline_from = models.DateField()
    baseline_until = models.DateField()
    check_on = models.DateField()
    worthwhile = models.FloatField(default=0.5)
    amends_because = models.TextField(blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="registration_numbered_once"),
            models.CheckConstraint(
                condition=Q(worthwhile__gt=0, worthwhile__lt=1), name="worthwhile_is_a_part"
            ),
            models.CheckConstraint(
                condition=Q(baseline_until__gt=F("baseline_from"))
                & Q(check_on__gt=F("baseline_until")),
                name="baseline_before_check",
            ),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.measure} ({self.number})"


class Effect(models.Model):
    """Events before and after the change, and what may be said of them; frozen when recorded.

    `result` is the whole answer of `analytics.effect` as JSON. `round` is the round of a trend
    that this finished. Exposure is in the unit of the measure, but in days between events and in
    months for a chart, which has no events of its own. `given` holds what such a comparison was
    made from ({"days": [...]} or {"before": [...], "since": [...]}), and `chosen_because` why this
    way of comparing was proposed, or that another had been.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="effects")
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="effects")
    cycle = models.PositiveSmallIntegerField()
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="effects")
    comparison = models.CharField(
        max_length=10, choices=Comparison.choices, default=Comparison.WINDOWS
    )
    chosen_because = models.TextField(blank=True)
    given = models.JSONField(default=dict)
    before_events = models.PositiveBigIntegerField(null=True)
    before_exposure = models.FloatField()
    after_events = models.PositiveBigIntegerField(null=True)
    after_exposure = models.FloatField()
    after_from = models.DateField()
    after_until = models.DateField()
    source = models.TextField()
    verdict = models.CharField(max_length=30, choices=EffectVerdict.choices)
    sentence = models.TextField()
    enough_by = models.DateField(null=True)
    result = models.JSONField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(before_exposure__gt=0, after_exposure__gt=0),
                name="effect_over_some_exposure",
            ),
            models.CheckConstraint(
                condition=Q(comparison="frozen")
                | Q(before_events__isnull=False, after_events__isnull=False),
                name="effect_counts_events",
            ),
        ]
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.registration}: {self.get_verdict_display()}"
