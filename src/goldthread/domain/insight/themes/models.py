"""Found themes with their incidents, what was learnt, and what was read in each new account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.domain.incidents.models import Category, Incident, Theme
from goldthread.domain.insight.themes.terms import ModelKind


class FoundTheme(models.Model):
    """What a group of accounts has in common, as the machine found it and people shaped it.

    `machine_id` names it from fit to fit. `terms` tell it apart; `exemplars` are the incidents
    nearest its middle; `size` counts its accounts. A name given, a pin, a merge or a split
    (`shaped`) is a person's doing and stands. `theme` is the one of the organisation's own
    themes that a person made of it. A retired one was merged into another, or is no longer found.
    """

    organisation = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    machine_id = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    terms = models.JSONField(default=list)
    exemplars = models.JSONField(default=list)
    size = models.PositiveIntegerField(default=0)
    pinned = models.BooleanField(default=False)
    shaped = models.BooleanField(default=False)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="found")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    found_at = models.DateTimeField()
    named_at = models.DateTimeField(null=True)
    named_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    retired_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "machine_id"], name="found_theme_machine_id_once"
            ),
            models.CheckConstraint(
                condition=Q(named_at__isnull=True) | Q(named_by__isnull=False),
                name="found_theme_named_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(retired_on__isnull=False),
                name="merged_theme_is_retired",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ThemeMember(models.Model):
    """The found theme of an incident; none where the machine looked and none fits.

    Restricted and withdrawn incidents have no row.
    """

    incident = models.OneToOneField(Incident, models.CASCADE, related_name="found_member")
    theme = models.ForeignKey(FoundTheme, models.CASCADE, null=True, related_name="members")
    joined_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.incident} in {self.theme}"


class FittedModel(models.Model):
    """What was learnt from an organisation's accounts, in the engine's own format.

    `learnt_from` accounts; `figures` are what was measured on accounts that had no part in it.
    `shaped_since` is set when a person shapes a theme, so that the next night fits again.
    """

    organisation = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=ModelKind.choices)
    held = models.BinaryField()
    learnt_from = models.PositiveIntegerField()
    figures = models.JSONField(default=dict)
    fitted_at = models.DateTimeField()
    shaped_since = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="fitted_model_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.organisation}"


class Reading(models.Model):
    """What was read in the account of an incident that waits for triage; it decides nothing.

    `suggested` with its `probability` and the `words` that pushed it, none where too little is
    known; `similar` are [incident, likeness, shared words], the likest first. `chosen` is what
    the person then decided, kept beside it.
    """

    incident = models.OneToOneField(Incident, models.CASCADE, related_name="reading")
    read_at = models.DateTimeField()
    suggested = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    probability = models.FloatField(null=True)
    words = models.JSONField(default=list)
    similar = models.JSONField(default=list)
    chosen = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(suggested__isnull=True) | Q(probability__isnull=False),
                name="suggestion_has_probability",
            )
        ]

    def __str__(self) -> str:
        return f"Reading of {self.incident}"
