"""A standing group: why it meets, who belongs to it, when, and about what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.access.terms import ROLE_CHOICES
from goldthread.domain.governance.forums.rhythm import Rhythm
from goldthread.domain.governance.forums.terms import Every, QuarterMonth, Week, Weekday


class Forum(models.Model):
    """A forum of a unit, which looks at that unit and everything below it.

    `chair` is a person; while there is none, its work waits for whoever holds `chair_role`.
    `agenda` lists codes of agenda sources, in order. `reports_to` names who the minutes are
    reported to, where they are. Meetings are planned from `begins_on`, and none after it closed.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="forums")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    purpose = models.TextField()
    chair_role = models.CharField(max_length=40, choices=ROLE_CHOICES)
    chair = models.ForeignKey(User, models.PROTECT, null=True, related_name="chairs")
    quorum = models.PositiveSmallIntegerField()
    every = models.CharField(max_length=12, choices=Every.choices)
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    week = models.PositiveSmallIntegerField(choices=Week.choices, default=Week.FIRST)
    month = models.PositiveSmallIntegerField(
        choices=QuarterMonth.choices, default=QuarterMonth.FIRST
    )
    time = models.TimeField()
    agenda = models.JSONField(default=list)
    reports_to = models.CharField(max_length=160, blank=True)
    begins_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="forum_code_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rhythm(self) -> Rhythm:
        """When it meets."""
        return Rhythm(self.every, self.weekday, self.week, self.month, self.time)


class ForumMember(models.Model):
    """A person who belongs to a forum, from a day and perhaps until one."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="forums")
    joined_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "user"],
                name="forum_member_once",
                condition=Q(left_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} of {self.forum}"
