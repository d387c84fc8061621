"""Entries of the trail as a lay reader sees them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldthread.access.models import User
from goldthread.access.queries import names_of_units
from goldthread.domain.incidents import trail_reading
from goldthread.trail.verification import Problem, Tally
from goldthread.web.components import Row
from goldthread.web.trail_viewer.words import UNIT, about, names_in, what, who
from goldthread.web.words import plural, when


@dataclass(frozen=True)
class Technical:
    """The entry as it is stored, for whoever wants to check it."""

    rows: tuple[Row, ...]
    body: str


@dataclass(frozen=True)
class Line:
    """One entry: who did what, when, on which incident; `technical` only for those who may."""

    what: str
    who: str
    at: str
    reference: str
    href: str
    about: str
    technical: Technical | None


def lines(user: User, entries: Iterable[Any]) -> list[Line]:
    """Entries in plain words, in five queries whatever their number."""
    rows = list(entries)
    threads = {row.thread for row in rows if row.thread is not None}
    references = trail_reading.references_of(user, threads)
    open_threads = trail_reading.openable(user, threads)
    names = names_in(rows)
    units = names_of_units({row.record_id for row in rows if row.record_type == UNIT})
    return [
        _line(row, references, open_threads, who(row.actor, names), about(row, names, units))
        for row in rows
    ]


def _line(row: Any, references: dict[int, str], open_threads: set[int], by: str, of: str) -> Line:
    reference = references.get(row.thread, "")
    hidden = row.thread is not None and not reference
    return Line(
        what="Opened a restricted incident" if hidden else what(row).removesuffix("."),
        who=by,
        at=when(row.at),
        reference=reference,
        href=reverse("trail_viewer:incident", args=[reference]) if reference else "",
        about="only the people named may see which" if hidden else of,
        technical=_technical(row) if trail_reading.body_may_be_read(row, open_threads) else None,
    )


def _technical(row: Any) -> Technical:
    body = json.loads(row.body)
    return Technical(
        (
            Row("Record", f"{row.record_type} {row.record_id}"),
            Row("Entry", f"Number {row.sequence} of this record, {row.kind}"),
            Row("Its fingerprint", row.hash),
            Row("Fingerprint of the entry before", body["previous"]),
        ),
        json.dumps(body["facts"], indent=2, ensure_ascii=False, sort_keys=True),
    )


@dataclass(frozen=True)
class Checked:
    """What a check of the trail found."""

    whole: bool
    title: str
    words: str
    problems: tuple[str, ...]


NAMES = {
    "incidents.incident": "The incident",
    "incidents.triage": "Triage",
    "candour.candourrecord": "Openness",
    "reviews.review": "Review",
    "actions.action": "Action",
    "verification.plan": "Verification",
}


def checked(found: list[Problem], tally: Tally) -> Checked:
    """The result of a check in plain words."""
    read = f"{plural(tally.entries, 'entry', 'entries')} of {plural(tally.chains, 'record')}"
    if not found:
        words = (
            f"{read} were read. Each still has the fingerprint it was written with, and each names "
            "the one before it. Nothing was changed, removed, added or put in another order."
        )
        return Checked(True, "This trail is whole", words, ())
    words = (
        f"{read} were read. Something is not as it was written. Tell your data-protection officer "
        "and whoever runs the server today, and change nothing until they have looked."
    )
    return Checked(False, "This trail was tampered with", words, tuple(map(_problem, found)))


def _problem(problem: Problem) -> str:
    kind, _, number = problem.record.rpartition(":")
    name = NAMES.get(kind, f"{kind.partition('.')[2].capitalize()} {number}")
    place = f"{name}, entry {problem.sequence}" if problem.sequence else name
    return f"{place}: {problem.what}."
