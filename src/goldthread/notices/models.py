"""Messages to people inside the product, the e-mails that point to them, and what each prefers."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks.models import Clock
from goldthread.notices.terms import DIGEST_HOUR, MailState, Rhythm


class Notice(models.Model):
    """Something a person should know or do, with the page where it is done.

    `subject`, `body` and `lines` carry no personal data, because they are also e-mailed: what it
    is about is behind `link`, a path in the product. `key` names the occasion; one person is told
    of one occasion once. `lines` are parts with links of their own: `{"words", "link"}`.

    `gather_at` is when it goes into a digest, None where it does not; `gathered_in` the digest.
    `clock` is what it reminds of: a digest leaves out what was met meanwhile.
    """

    recipient = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.SlugField(max_length=60)
    key = models.CharField(max_length=120, null=True)  # noqa: DJ001 - many without an occasion
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    lines = models.JSONField(default=list)
    link = models.CharField(max_length=300, default="/")
    thread = models.BigIntegerField(null=True)
    clock = models.ForeignKey(Clock, models.SET_NULL, null=True, related_name="+")
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    gather_at = models.DateTimeField(null=True)
    gathered_in = models.ForeignKey("self", models.SET_NULL, null=True, related_name="gathered")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="told_once_of_an_occasion")
        ]
        indexes = [
            models.Index(fields=["recipient", "-made_at"]),
            models.Index(
                fields=["recipient"], name="notice_unread", condition=Q(read_at__isnull=True)
            ),
            models.Index(fields=["thread"]),
            models.Index(
                fields=["gather_at"], name="notice_to_gather", condition=Q(gather_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Mail(models.Model):
    """The e-mail of one notice, waiting, sent or given up.

    `message_id` is fixed when the row is made: where a worker is killed between the server's
    "accepted" and our note of it, the second copy carries the same id and is dropped as a
    duplicate by the server or the reader's program.
    """

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="mail")
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="mail_to_send",
                condition=Q(state__in=["queued", "sending"]),
            )
        ]

    def __str__(self) -> str:
        return f"E-mail of notice {self.notice_id}: {self.state}"


class Preference(models.Model):
    """How one person wants to hear by e-mail; without a row, once a day at eight.

    Quiet hours are local times of day and may go over midnight; None means none. `team_week` is
    the Monday message of those who lead teams.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="told")
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)
    hour = models.PositiveSmallIntegerField(default=DIGEST_HOUR)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    team_week = models.BooleanField(default=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_both_ends",
            ),
            models.CheckConstraint(condition=Q(hour__lte=23), name="digest_hour_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user} is told {self.get_rhythm_display().lower()}"


class CalendarAddress(models.Model):
    """The private address of a person's calendar; only a hash of its token is kept."""

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_address")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    fetched_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
