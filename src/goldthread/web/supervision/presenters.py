"""Supervision in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from goldthread.access.models import User
from goldthread.access.terms import ROLES
from goldthread.domain.learning.supervision import queries
from goldthread.domain.learning.supervision.drafts import Counted
from goldthread.domain.learning.supervision.terms import PromptStatus
from goldthread.web.components import Clock, Row, clock_shown, link
from goldthread.web.words import date

SESSION_COLUMNS = ("Session", "Between", "Team", "Prompts discussed", "Sat and checked")
PROMPT_COLUMNS = ("Prompt", "Whose supervision", "Until", "Status")
COUNT_COLUMNS = (
    "Team",
    ("People supervised", "num"),
    ("Late now", "num"),
    ("Sessions", "num"),
    ("Well-being asked", "num"),
    ("Prompts discussed", "num"),
)


@dataclass(frozen=True)
class PairShown:
    """A pair as its reader sees it: the other person, the latest session, the next."""

    href: str
    who: str
    where: str
    latest: str
    clock: Clock | None


def pair_shown(pair: Any, latest: dt.datetime | None, clock: Any, user: User) -> PairShown:
    other = pair.supervisee if pair.supervisor_id == user.pk else pair.supervisor
    words = f"Last session {date(latest)}" if latest else "No session yet"
    return PairShown(
        href=reverse("supervision:pair", args=[pair.pk]),
        who=other.name,
        where=pair.unit.name,
        latest=words,
        clock=clock_shown(clock) if clock is not None else None,
    )


def session_rows(sessions: Any) -> list[tuple[Any, ...]]:
    """One row a session, without a word that was said."""
    return [
        (
            link(reverse("supervision:session", args=[one.pk]), date(one.held_at)),
            f"{one.supervisor.name} and {one.supervisee.name}",
            one.unit.name,
            f"{one.used} of {one.answered}" if one.answered else "",
            _results(one),
        )
        for one in sessions
    ]


def _results(session: Any) -> str:
    said = [one.get_status_display() for one in session.sittings.all()]
    if session.checked:
        said.append("Competency check")
    return ", ".join(said)


def session_facts(session: Any, *, of_the_two: bool) -> list[Row]:
    """Who met, when, and whether well-being was asked; what was agreed for the two alone."""
    rows = [
        Row("Held", date(session.held_at)),
        Row("Supervisor", session.supervisor.name),
        Row("With", f"{session.supervisee.name}, {session.unit.name}"),
        Row("Well-being", "Asked" if session.wellbeing_asked else "Not asked"),
    ]
    if of_the_two and session.agreed:
        rows.append(Row("Agreed", session.agreed))
    return rows


def prompt_status(prompt: Any, day: dt.date) -> str:
    """In use, past its last day, or withdrawn."""
    if prompt.status == PromptStatus.WITHDRAWN:
        return "Withdrawn"
    return "In use" if prompt.runs_on(day) else "Past its last day"


def roles_in_words(prompt: Any) -> str:
    names = [ROLES[code].label for code in prompt.roles if code in ROLES]
    return ", ".join(names) or "All staff"


def prompt_rows(prompts: Any, day: dt.date) -> list[tuple[Any, ...]]:
    return [
        (
            link(reverse("supervision:prompt", args=[one.pk]), one.question),
            f"{one.unit.name}: {roles_in_words(one).lower()}",
            date(one.expires_on),
            prompt_status(one, day),
        )
        for one in prompts
    ]


def prompt_facts(prompt: Any, user: User) -> list[Row]:
    """For whom, until when, and where it came from, for those who may know."""
    rows = [
        Row("Whose supervision", prompt.unit.name),
        Row("Which roles", roles_in_words(prompt)),
        Row("Last day", date(prompt.expires_on)),
        Row("Brought", f"{date(prompt.pushed_at)}, {prompt.pushed_by.name}"),
    ]
    source = queries.source_shown(prompt, user)
    if source is not None:
        shown = link(reverse("incidents:one", args=[source.reference]), source.reference)
        rows.append(Row("Comes from", shown))
    learning = queries.learning_shown(prompt, user)
    if learning is not None:
        item, standing = learning
        shown = link(reverse("learning:one", args=[item.reference]), item.title)
        rows.append(Row("Rests on", format_html("{}. {}", shown, standing.code.label)))
    action = queries.action_shown(prompt, user)
    if action is not None:
        rows.append(Row("Carries", link(reverse("actions:one", args=[action.pk]), action.title)))
    if prompt.withdrawn_because:
        rows.append(Row("Withdrawn", prompt.withdrawn_because))
    return rows


def count_rows(rows: list[Counted]) -> list[tuple[str, ...]]:
    """Counts by team. How many, never who."""
    return [
        (
            one.unit.name,
            str(one.pairs),
            str(one.late),
            str(one.sessions),
            f"{one.wellbeing} of {one.sessions}",
            f"{one.used} of {one.answered}",
        )
        for one in rows
    ]
