"""What is to be done within a safeguarding case, by us or by a partner, and whether it was."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.domain.registers.safeguarding.models.case import SafeguardingCase
from goldthread.domain.registers.safeguarding.terms import ActionStatus
from goldthread.workflow.models import Lifecycle


class SafeguardingAction(Lifecycle):
    """One thing that someone does to protect the person: a user of ours, or a partner's person.

    It is smaller than an improvement action (`domain.actions`), which changes how the service
    works. A blanket restriction must name one; the weekly huddle confirms each as done or not.
    """

    case = models.ForeignKey(SafeguardingCase, models.PROTECT, related_name="actions")
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    status = models.CharField(max_length=30, choices=ActionStatus.choices)
    what = models.TextField()
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="safeguarding_actions")
    owner_agency = models.CharField(max_length=160, blank=True)
    owner_name = models.CharField(max_length=160, blank=True)
    due_on = models.DateField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, owner_agency="", owner_name="")
                | Q(owner__isnull=True) & ~Q(owner_agency="") & ~Q(owner_name=""),
                name="safeguarding_action_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(status="open", ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(status="open"),
                name="safeguarding_action_ended_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["case", "status"], name="safeguarding_actions_of_case")]

    def __str__(self) -> str:
        return self.what[:60]

    @property
    def thread(self) -> int:
        """The golden thread of the case."""
        return self.case.incident_id

    @property
    def owner_words(self) -> str:
        """Who does it: our colleague's name, or the partner's person and their agency."""
        return self.owner.name if self.owner else f"{self.owner_name}, {self.owner_agency}"


class SafeguardingConfirmation(models.Model):
    """One answer to "is it done?", with its time, kept also when it was not done yet."""

    action = models.ForeignKey(SafeguardingAction, models.PROTECT, related_name="confirmations")
    done = models.BooleanField()
    note = models.TextField(blank=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["confirmed_at", "pk"]

    def __str__(self) -> str:
        return f"{'Done' if self.done else 'Not done'}: {self.action}"
