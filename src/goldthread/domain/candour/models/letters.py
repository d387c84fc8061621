"""Letter templates an organisation edits, and the letters written with them."""

from __future__ import annotations

from django.db import models

from goldthread.access.models import Unit, User
from goldthread.access.sealed import SealedField
from goldthread.domain.candour.terms import LetterStep, SentHow
from goldthread.domain.incidents.models import Incident


class LetterTemplate(models.Model):
    """A kind of letter of one organisation."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="letter_templates")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    step = models.CharField(max_length=20, choices=LetterStep.choices)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="letter_code_once")
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class LetterTemplateVersion(models.Model):
    """One wording of a template. The newest is used; older ones stay with their letters."""

    template = models.ForeignKey(LetterTemplate, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="letter_version_once")
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.template} version {self.number}"


class Letter(models.Model):
    """A letter about an incident. Once sent, its text and hash never change.

    The text names people, so it is encrypted at rest; `text_hash` lets anyone who holds a copy
    check it against the trail, which keeps the hash and not the text.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="letters")
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    version = models.ForeignKey(LetterTemplateVersion, models.PROTECT, related_name="letters")
    step = models.CharField(max_length=20, choices=LetterStep.choices)
    recipient = SealedField(blank=True, default="")
    subject = SealedField()
    text = SealedField()
    text_hash = models.CharField(max_length=64, blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_how = models.CharField(max_length=20, choices=SentHow.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True, sent_by__isnull=True, text_hash="")
                | (
                    models.Q(sent_at__isnull=False, sent_by__isnull=False) & ~models.Q(text_hash="")
                ),
                name="sent_letter_has_its_hash",
            )
        ]
        indexes = [models.Index(fields=["incident", "step"], name="letters_of_incident")]
        ordering = ["drafted_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_step_display()} about {self.incident}"
