"""Codes and labels of rooms."""

from __future__ import annotations

import datetime as dt

from django.db import models


class Status(models.TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class For(models.TextChoices):
    """Who is let in. The code is also the role that a guest holds."""

    COMMISSIONER = "commissioner", "Commissioner"
    INSPECTOR = "inspector", "Inspector"


class What(models.TextChoices):
    """What can be put into a room."""

    PACK = "pack", "Pack"
    BUNDLE = "bundle", "Evidence bundle"
    RECORD = "record", "Incident record"


LONGEST = dt.timedelta(days=92)
"""How long a room may stay open; then a new one is opened, so that nobody is forgotten in it."""
