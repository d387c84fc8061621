"""One sitting of a forum, and who was there."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.analytics.months import in_words
from goldthread.domain.governance.forums.models.forum import Forum
from goldthread.domain.governance.forums.terms import Attending, Standing, Status
from goldthread.workflow.models import Lifecycle


class Meeting(Lifecycle):
    """A meeting in a slot of its forum's rhythm.

    `slot_on` is the day the rhythm gave; `scheduled_at` moves where a person moves it. Until
    `hold_by` it counts as held in its slot; after that it is missed until somebody holds it late
    or says why it was not held. `held_at` is when it ended. `chair` is who chaired it, whoever
    the forum's chair is later. `minutes` are words; decisions stand on the items.
    """

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="meetings")
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="meetings")
    status = models.CharField(max_length=30, choices=Status.choices)
    slot_on = models.DateField()
    scheduled_at = models.DateTimeField()
    hold_by = models.DateTimeField()
    moved_because = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    late_because = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    inquorate_because = models.TextField(blank=True)
    not_held_because = models.TextField(blank=True)
    not_held_at = models.DateTimeField(null=True)
    not_held_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    chair = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    minutes = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reported_to = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "slot_on"], name="one_meeting_a_slot"),
            models.UniqueConstraint(
                fields=["forum"],
                name="one_meeting_of_a_forum_at_once",
                condition=Q(status="under_way"),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["held", "approved"])
                | Q(held_at__isnull=False, held_by__isnull=False, started_at__isnull=False),
                name="meeting_held_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(approved_by__isnull=False),
                name="minutes_approved_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(status="not_held")
                | (~Q(not_held_because="") & Q(not_held_by__isnull=False)),
                name="meeting_not_held_because",
            ),
        ]
        indexes = [
            models.Index(fields=["forum", "-scheduled_at"], name="meeting_of_forum"),
            models.Index(fields=["organisation", "status", "hold_by"], name="meeting_in_org"),
        ]

    def __str__(self) -> str:
        return f"{self.forum}, {in_words(timezone.localtime(self.scheduled_at))}"

    def standing(self, at: dt.datetime | None = None) -> Standing:
        """How it stands at `at`, now when None."""
        if self.status != Status.SCHEDULED:
            return Standing(self.status)
        at = at or timezone.now()
        if at >= self.hold_by:
            return Standing.MISSED
        return Standing.TO_BE_HELD if at >= self.scheduled_at else Standing.PLANNED

    @property
    def was_late(self) -> bool:
        """Whether it was begun after its slot was over."""
        return self.started_at is not None and self.started_at >= self.hold_by


class Attendance(models.Model):
    """Who was there and who was not; a guest has a name and no account here."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160)
    attending = models.CharField(max_length=12, choices=Attending.choices)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"],
                name="attends_once",
                condition=Q(user__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["meeting", "name"],
                name="guest_attends_once",
                condition=Q(user__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_attending_display()}"
