"""Instruments, their versions, and the responses recorded with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.instruments.terms import Kind
from goldthread.versions.models import IN_USE_HAS_A_TIME, Version


class Instrument(models.Model):
    """A questionnaire of one organisation."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="instruments")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="instrument_code_once")
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class InstrumentVersion(Version):
    """One wording of an instrument. A published version never changes, so that a re-audit can ask
    exactly what the baseline asked; an instrument has at most one draft."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="versions")

    class Meta(Version.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "number"], name="instrument_version_once"
            ),
            models.UniqueConstraint(
                fields=["instrument"], condition=Q(is_draft=True), name="one_draft_an_instrument"
            ),
            models.CheckConstraint(
                condition=IN_USE_HAS_A_TIME, name="published_instrument_version_has_a_time"
            ),
        ]

    @property
    def subject(self) -> Instrument:
        return self.instrument


class Response(models.Model):
    """One case answered: a file, a sitting, a person.

    `case_label` names the case without identifying anyone. `answers` maps a question's id to
    {answer, comment}; `criteria` maps a criterion's code to true, false or null (does not apply).
    `second_of` is the first reader's response when two people read the same case; `replaces` the
    response that this one corrects, which then no longer counts.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="responses")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    thread = models.BigIntegerField(null=True)
    case_label = models.CharField(max_length=120)
    answers = models.JSONField()
    criteria = models.JSONField()
    passes = models.BooleanField(null=True)
    responded_at = models.DateTimeField()
    responded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    second_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="second")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    correction_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(correction_reason=""),
                name="correction_says_why",
            )
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="response_of_subject"),
            models.Index(fields=["thread"], name="response_of_thread"),
        ]
        ordering = ["responded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.version}: {self.case_label}"
