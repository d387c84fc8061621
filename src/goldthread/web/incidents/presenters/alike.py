"""Suggested categories and similar incidents as pages print them, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldthread.domain.incidents.terms import EVENT_SHORT, EventType
from goldthread.domain.insight.themes.queries import Resembling
from goldthread.web.components import link
from goldthread.web.words import date

NARRATIVE_SHOWN = 220


def suggested(reading: Any) -> SafeString | str:
    """The suggested category, how sure, and the words that pushed it; empty where there is none."""
    if reading is None or reading.suggested is None:
        return ""
    words = f" Words that speak for it: {_quoted(reading.words)}." if reading.words else ""
    return format_html(
        "<strong>Suggested category: {}</strong> (about {}% of similar past decisions).{} "
        "It is a suggestion: you decide, and both are kept.",
        reading.suggested.name,
        round(100 * reading.probability),
        words,
    )


def _quoted(words: Iterable[str]) -> str:
    """`“rota”, “visit” and “keys”`."""
    said = [f"“{word}”" for word in words]
    return " and ".join(part for part in (", ".join(said[:-1]), said[-1]) if part)


def why(one: Resembling) -> str:
    """What the two have in common, in a few words."""
    parts = []
    if one.theme:
        parts.append(f"Both are in the found theme “{one.theme}”.")
    if one.same_team:
        parts.append("Same team.")
    if one.shared:
        parts.append(f"Both say {_quoted(one.shared)}.")
    return " ".join(parts)


def nearby_row(one: Resembling) -> tuple[SafeString, str, str]:
    """A row of “Similar and previous incidents”: reference, kind, and why it is shown."""
    incident = one.incident
    address = reverse("incidents:one", args=[incident.reference])
    about = f"{date(incident.reported_at)}. {why(one)}".strip()
    return link(address, incident.reference), _kind(incident), about


@dataclass(frozen=True)
class Found:
    """One similar incident of the page of similar incidents."""

    href: str
    reference: str
    kind: str
    where: str
    narrative: str
    why: str


def found(alike: Iterable[Resembling]) -> list[Found]:
    """The similar incidents, likest first."""
    return [
        Found(
            href=reverse("incidents:one", args=[one.incident.reference]),
            reference=one.incident.reference,
            kind=_kind(one.incident),
            where=f"{one.incident.unit.name}, {date(one.incident.reported_at)}",
            narrative=beginning(one.incident.narrative),
            why=why(one),
        )
        for one in alike
    ]


def beginning(narrative: str) -> str:
    """The beginning of an account, ending with a whole word."""
    if len(narrative) <= NARRATIVE_SHOWN:
        return narrative
    return f"{narrative[:NARRATIVE_SHOWN].rsplit(' ', 1)[0]} …"


def _kind(incident: Any) -> str:
    if incident.category:
        return str(incident.category.name)
    return EVENT_SHORT[EventType(incident.event_type)]
