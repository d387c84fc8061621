"""Tools, their versions, and the runs that were recorded with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.versions.models import IN_USE_HAS_A_TIME, Version


class Tool(models.Model):
    """A decision tool of one organisation."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="decision_tools")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    purpose = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="tool_code_once")
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ToolVersion(Version):
    """One wording of a tool. A published version never changes; a tool has at most one draft."""

    tool = models.ForeignKey(Tool, models.PROTECT, related_name="versions")

    class Meta(Version.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tool", "number"], name="tool_version_once"),
            models.UniqueConstraint(
                fields=["tool"], condition=Q(is_draft=True), name="one_draft_a_tool"
            ),
            models.CheckConstraint(
                condition=IN_USE_HAS_A_TIME, name="published_tool_version_has_a_time"
            ),
        ]

    @property
    def subject(self) -> Tool:
        return self.tool


class Run(models.Model):
    """A tool used on one record: every answer in order, who gave it and why, and the outcome.

    `answers` is a list of {question, answer, reason, answered_by}; `said` are the words the outcome
    asks for, by code. The run keeps the version it was made with when a newer one is published. An
    outcome of "no" is a decision and is kept too.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    version = models.ForeignKey(ToolVersion, models.PROTECT, related_name="runs")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    thread = models.BigIntegerField(null=True)
    answers = models.JSONField()
    outcome_code = models.CharField(max_length=60)
    outcome_value = models.CharField(max_length=60)
    said = models.JSONField(default=dict)
    ran_at = models.DateTimeField()
    ran_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "ran_at"], name="run_of_subject"),
            models.Index(fields=["thread"], name="run_of_thread"),
        ]
        ordering = ["-ran_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.version}: {self.outcome_value}"
