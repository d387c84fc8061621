"""What a meeting looked at, as it was shown then, and what it decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import User
from goldthread.domain.actions.models import Action
from goldthread.domain.governance.forums.models.meeting import Meeting
from goldthread.domain.governance.forums.terms import Checked, Outcome
from goldthread.domain.incidents.models import Incident
from goldthread.domain.registers.safeguarding.models import SafeguardingAction


class AgendaItem(models.Model):
    """One item, frozen when the meeting began.

    `section` is the code of the source it came from, `subject_type` and `subject_id` the record
    it is about. `incident` is its golden thread, and with the subject decides who sees the item.
    `facts` are pairs of a label and what was shown. `version` counts the decisions recorded, so
    that two people who write at once do not overwrite each other.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    section = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=300)
    facts = models.JSONField(default=list)
    ask = models.CharField(max_length=300, blank=True)
    link = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(decided_by__isnull=False),
                name="item_decided_by_someone",
            )
        ]
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["meeting", "position"], name="item_of_meeting")]

    def __str__(self) -> str:
        return self.title

    @property
    def thread(self) -> int | None:
        """The golden thread it belongs to, if any."""
        return self.incident_id


class ActionCheck(models.Model):
    """An action that was open when the meeting began: whether it is done, as the meeting heard.

    It is an improvement action, or one within a safeguarding case. Hearing that an improvement
    action is done completes nothing: it is complete with its evidence. What is heard of an action
    in a case is its confirmation there too, where whoever records it may confirm it.
    """

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="checks")
    action = models.ForeignKey(Action, models.PROTECT, null=True, related_name="meeting_checks")
    case_action = models.ForeignKey(
        SafeguardingAction, models.PROTECT, null=True, related_name="meeting_checks"
    )
    owner_name = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    checked = models.CharField(max_length=10, choices=Checked.choices, blank=True)
    note = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "action"], name="action_checked_once_an_item"),
            models.UniqueConstraint(
                fields=["item", "case_action"], name="case_action_checked_once_an_item"
            ),
            models.CheckConstraint(
                condition=Q(action__isnull=False, case_action__isnull=True)
                | Q(action__isnull=True, case_action__isnull=False),
                name="check_is_of_one_action",
            ),
            models.CheckConstraint(
                condition=Q(checked="") | Q(checked_by__isnull=False),
                name="action_checked_by_someone",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.title}: {self.checked or 'not asked'}"

    @property
    def title(self) -> str:
        """What is to be done."""
        return self.action.title if self.action else str(self.case_action and self.case_action.what)
