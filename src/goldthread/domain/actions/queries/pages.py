"""Lists of actions a page at a time, by due day, without counting the rest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from goldthread.domain.actions.models import Action, Communication, Implementation

SIZE = 50


@dataclass(frozen=True)
class Place:
    """Where a page begins or ends: the due day (None sorts last) and the number of an action."""

    due_on: dt.date | None
    pk: int

    @classmethod
    def read(cls, text: str) -> Place | None:
        """`2026-11-21.17`, or `.17` without a day; None for anything else."""
        day, _, number = text.partition(".")
        try:
            return cls(dt.date.fromisoformat(day) if day else None, int(number))
        except ValueError:
            return None

    @classmethod
    def of(cls, action: Action) -> Place:
        return cls(action.due_on, action.pk)

    def __str__(self) -> str:
        return f"{self.due_on or ''}.{self.pk}"

    @property
    def later(self) -> Q:
        """Actions after this place."""
        if self.due_on is None:
            return Q(due_on__isnull=True, pk__gt=self.pk)
        same = Q(due_on=self.due_on, pk__gt=self.pk)
        return same | Q(due_on__gt=self.due_on) | Q(due_on__isnull=True)

    @property
    def earlier(self) -> Q:
        """Actions before this place."""
        if self.due_on is None:
            return Q(due_on__isnull=True, pk__lt=self.pk) | Q(due_on__isnull=False)
        return Q(due_on=self.due_on, pk__lt=self.pk) | Q(due_on__lt=self.due_on)


@dataclass(frozen=True)
class Page:
    """One page of actions with the places of the pages beside it; None where there is none."""

    actions: list[Action]
    earlier: Place | None
    later: Place | None


def with_rows(actions: QuerySet[Action]) -> QuerySet[Action]:
    """What a row says: owner, team, incident, and which of the two facts stand."""
    this_round = {"action": OuterRef("pk"), "round": OuterRef("round")}
    return actions.select_related("owner", "unit", "incident").annotate(
        has_implementation=Exists(Implementation.objects.filter(**this_round)),
        has_communication=Exists(Communication.objects.filter(**this_round)),
    )


def in_order(actions: QuerySet[Action]) -> QuerySet[Action]:
    """The earliest due first; actions without a day last."""
    return actions.order_by(F("due_on").asc(nulls_last=True), "pk")


def page_of(
    actions: QuerySet[Action],
    *,
    after: Place | None = None,
    before: Place | None = None,
    size: int = SIZE,
) -> Page:
    """The page after one place, or before another; the first when neither is given."""
    rows = with_rows(actions)
    if before is not None:
        backwards = rows.filter(before.earlier).order_by(F("due_on").desc(nulls_first=True), "-pk")
        found = list(backwards[: size + 1])
        more, shown = len(found) > size, found[:size][::-1]
        earlier = Place.of(shown[0]) if more and shown else None
        return Page(shown, earlier, Place.of(shown[-1]) if shown else None)
    found = list(in_order(rows.filter(after.later) if after else rows)[: size + 1])
    more, shown = len(found) > size, found[:size]
    later = Place.of(shown[-1]) if more else None
    return Page(shown, Place.of(shown[0]) if after and shown else None, later)
