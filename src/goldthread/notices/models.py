"""Messages to people inside the product, and the e-mails that point to them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goldthread.access.models import User
from goldthread.notices.terms import MailState


class Notice(models.Model):
    """Something a person should know or do, with the page where it is done.

    `subject` and `body` carry no personal data, because they are also e-mailed: what it is about
    is behind `link`, a path in the product. `key` names the occasion; one person is told of one
    occasion once.
    """

    recipient = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.SlugField(max_length=60)
    key = models.CharField(max_length=120, null=True)  # noqa: DJ001 - many without an occasion
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    link = models.CharField(max_length=300, default="/")
    thread = models.BigIntegerField(null=True)
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

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
