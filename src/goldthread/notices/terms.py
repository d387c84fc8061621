"""Codes of notices."""

from __future__ import annotations

import datetime as dt

from django.db import models


class MailState(models.TextChoices):
    QUEUED = "queued", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Given up"


# After each failed try, how long until the next; after the last one the message is given up and
# `goldthread doctor` says so. Together about three days: a weekend without an e-mail server.
WAITS = tuple(
    dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 720, 720, 720, 720)
)
# A message still "being sent" after this long belonged to a worker that was killed.
SENDING_LIMIT = dt.timedelta(minutes=10)
