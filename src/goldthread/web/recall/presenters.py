"""Recall checks in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from goldthread.access.terms import ROLES
from goldthread.domain.learning.recall import queries
from goldthread.domain.learning.recall.queries import Remembered
from goldthread.domain.learning.recall.terms import NotAsked, Status
from goldthread.web.components import Row, link
from goldthread.web.gauge import Gauge, gauge
from goldthread.web.words import date, plural, when

TONES = {Status.DRAWN: "underway", Status.DONE: "neutral"}
COLUMNS = ("Asked about", "Where", "Drawn", "What they remember")
TEAM_COLUMNS = ("Team", "What they remember", "Not asked")
PEOPLE_COLUMNS = (("Number", "ref"), "Person", "Team", "So far")


def rows(checks: Iterable[Any]) -> list[tuple[Any, ...]]:
    """One row a check."""
    return [
        (
            link(reverse("recall:one", args=[one.pk]), one.item.title),
            one.unit.name,
            date(one.drawn_at),
            queries.remembered(one, one.people.all()).sentence,
        )
        for one in checks
    ]


def bar(found: Remembered) -> Gauge | None:
    """The share as a bar with its interval and standard; None while nobody was asked."""
    result = found.result
    if not result.checked:
        return None
    interval = (result.lower / 100, result.upper / 100)
    return gauge(result.passed, result.checked, interval, result.standard / 100)


def not_asked_words(found: Remembered) -> str:
    """Who was drawn and not asked: `1 left, 2 were away, 3 still to be asked`."""
    words = {
        NotAsked.LEFT: "left",
        NotAsked.ABSENT: "away",
        NotAsked.REFUSED: "did not want to",
    }
    said = [f"{count} {words[reason]}" for reason, count in sorted(found.not_asked.items())]
    if found.waiting:
        said.append(f"{found.waiting} still to be asked")
    return ", ".join(said)


def teams(check: Any, people: list[Any]) -> list[tuple[Any, ...]]:
    """What is remembered in each team."""
    return [
        (team.name, found.sentence, not_asked_words(found))
        for team, found in queries.by_team(check, people)
    ]


def people_rows(people: Iterable[Any], *, asks: bool) -> list[tuple[Any, ...]]:
    """Everyone drawn, for those who ask."""
    return [
        (
            link(reverse("recall:ask", args=[one.pk]), str(one.number))
            if asks and _waits(one)
            else str(one.number),
            one.user.name,
            one.team.name,
            _so_far(one),
        )
        for one in people
    ]


def _waits(person: Any) -> bool:
    return person.response_id is None and not person.not_asked


def _so_far(person: Any) -> str:
    if person.not_asked:
        return f"Not asked: {NotAsked(person.not_asked).label.lower()}"
    if person.response is None:
        return "Still to be asked"
    return "Remembered it" if person.response.passes else "Did not remember all of it"


def drawn_rows(check: Any) -> list[Row]:
    """How the sample was drawn, so that anyone can repeat it."""
    roles = ", ".join(ROLES[code].label for code in check.roles if code in ROLES)
    left_out = [one["reason"] for one in check.excluded]
    reasons = {reason: left_out.count(reason) for reason in sorted(set(left_out))}
    out = ", ".join(f"{count} {reason}" for reason, count in reasons.items()) or "Nobody"
    size = "Everyone" if check.everyone else plural(check.size, "person", "people")
    return [
        Row("Roles", roles),
        Row("Drawn", f"{size} of {check.frame_size} who hold them"),
        Row("Left out of the draw", out),
        Row("Seed", check.seed),
        Row("Drawn by", f"{check.drawn_by.name}, {when(check.drawn_at)}"),
        Row("To be asked by", date(check.ask_by)),
    ]
