"""Running numbers: each organisation counts its records of a kind, without a number given twice."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F


def take(counter: type[models.Model], organisation_id: int, count: int = 1) -> int:
    """Take the next `count` numbers of an organisation and return the first.

    `counter` is a table with `organisation` and `last`. Inside a transaction the row is held, so
    that two records made at once wait for each other.
    """
    rows = counter._default_manager
    row: Any = rows.get_or_create(organisation_id=organisation_id)[0]
    rows.filter(pk=row.pk).update(last=F("last") + count)
    row.refresh_from_db()
    return int(row.last) - count + 1
