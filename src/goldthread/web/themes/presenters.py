"""Found themes as pages print them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from goldthread.domain.insight.themes.queries import Sighted
from goldthread.web.incidents.presenters.alike import beginning
from goldthread.web.words import date, plural


@dataclass(frozen=True)
class Example:
    """An account that shows what the theme is about."""

    href: str
    reference: str
    where: str
    narrative: str


@dataclass(frozen=True)
class Shown:
    """One found theme."""

    href: str
    pk: int
    name: str
    size: str
    trend: str
    terms: str
    marks: tuple[str, ...]
    examples: tuple[Example, ...]


def shown(one: Sighted) -> Shown:
    """A theme of the list."""
    theme = one.theme
    marks = [
        "Named by a person" if theme.named_by_id else "",
        "Pinned" if theme.pinned else "",
        f"One of your themes: {theme.theme.name}" if theme.theme else "",
    ]
    return Shown(
        href=f"/themes/found/{theme.pk}/",
        pk=theme.pk,
        name=theme.name[:1].upper() + theme.name[1:],
        size=f"{plural(one.number, 'account')} that you can see",
        trend=trend(one),
        terms=", ".join(theme.terms),
        marks=tuple(mark for mark in marks if mark),
        examples=tuple(examples(one.examples)),
    )


def trend(one: Sighted) -> str:
    """The last quarter of a year beside the one before, in words; more is not worse."""
    if not one.lately and not one.before:
        return "None reported in the last six months."
    return f"{one.lately:,} in the last three months, {one.before:,} in the three before."


def examples(incidents: Iterable[Any]) -> list[Example]:
    """The beginnings of accounts, each with where it leads."""
    return [
        Example(
            href=f"/incidents/{incident.reference}/",
            reference=incident.reference,
            where=f"{incident.unit.name}, {date(incident.reported_at)}",
            narrative=beginning(incident.narrative),
        )
        for incident in incidents
    ]
