"""Sessions, sittings and results in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldthread import defaults
from goldthread.access.models import User
from goldthread.analytics.suppression import State
from goldthread.domain.learning.coaching import queries
from goldthread.domain.learning.coaching.results import Result, Results
from goldthread.domain.learning.coaching.terms import SittingStatus
from goldthread.web.components import Row, link
from goldthread.web.gauge import Gauge, gauge
from goldthread.web.words import date, when

SESSION_COLUMNS = ("Session", "What it practised", "Teams", ("Came", "num"))
RESULT_COLUMNS = (
    "Team",
    ("Safe decision now", "num"),
    ("Likely between", "num"),
    ("Safe at once", "num"),
)
TONES = {
    SittingStatus.SAFE: "underway",
    SittingStatus.FOLLOW_UP: "waiting",
    SittingStatus.RETESTED: "neutral",
}


def session_rows(sessions: Any) -> list[tuple[Any, ...]]:
    """One row a session."""
    return [
        (
            link(reverse("coaching:session", args=[one.pk]), date(one.held_at)),
            one.get_subject_display(),
            ", ".join(unit.name for unit in one.units.all()),
            f"{one.came} of {one.eligible}",
        )
        for one in sessions
    ]


def session_facts(session: Any) -> list[Row]:
    """When, with whom and how many came."""
    came, eligible = queries.came(session)
    found = [
        Row("Held", when(session.held_at)),
        Row("Led by", session.facilitator.name),
        Row("For the staff of", ", ".join(unit.name for unit in session.units.all())),
        Row("Came", f"{came} of {eligible} who should have"),
    ]
    if session.guests:
        found.append(Row("Guests", session.guests))
    if session.take_away:
        found.append(Row("What we take away", session.take_away))
    recorded = f"{when(session.recorded_at)}, {session.recorded_by.name}"
    return [*found, Row("Recorded", recorded)]


@dataclass(frozen=True)
class AnswerShown:
    """One answer: whose, the words, and how it stood."""

    who: str
    text: str
    rating: str


@dataclass(frozen=True)
class QuestionShown:
    """A question of a session with its answers."""

    scenario: str
    text: str
    good_answer: str
    answers: tuple[AnswerShown, ...]


def questions_shown(questions: Any, answers: list[Any]) -> list[QuestionShown]:
    """Every question of the session, answered or not."""
    return [
        QuestionShown(
            one.scenario.title,
            one.text,
            one.good_answer,
            tuple(
                AnswerShown(
                    row.person.name if row.person else "The group",
                    row.text,
                    row.get_rating_display(),
                )
                for row in answers
                if row.question_id == one.pk
            ),
        )
        for one in questions
    ]


@dataclass(frozen=True)
class SittingShown:
    """A sitting in a list."""

    href: str
    who: str
    what: str
    where: str
    by: str
    status: str
    tone: str


def sitting_shown(sitting: Any, names: dict[str, str]) -> SittingShown:
    """One sitting; `names` are the vignettes' by code."""
    return SittingShown(
        href=reverse("coaching:sitting", args=[sitting.pk]),
        who=sitting.staff.name,
        what=names.get(sitting.code, sitting.code),
        where=f"{sitting.unit.name}, {date(sitting.sat_at)}",
        by=date(sitting.follow_up_by),
        status=sitting.get_status_display(),
        tone=TONES[SittingStatus(sitting.status)],
    )


def sitting_facts(sitting: Any) -> list[Row]:
    """Who sat it with whom, and what follows."""
    found = [
        Row("Sat by", f"{sitting.staff.name}, {sitting.unit.name}"),
        Row("With", sitting.supervisor.name),
        Row("When", when(sitting.sat_at)),
    ]
    if sitting.follow_up:
        found.append(Row("What will be done to help", sitting.follow_up))
    if sitting.follow_up_by:
        found.append(Row("To be sat again by", date(sitting.follow_up_by)))
    again = getattr(sitting, "retest", None)
    if again is not None:
        words = f"{date(again.sat_at)}: {again.get_status_display().lower()}"
        found.append(Row("Sat again", link(reverse("coaching:sitting", args=[again.pk]), words)))
    if sitting.retest_of is not None:
        first = sitting.retest_of
        shown = link(reverse("coaching:sitting", args=[first.pk]), date(first.sat_at))
        found.append(Row("Follows up the sitting of", shown))
    return found


@dataclass(frozen=True)
class ResultsShown:
    """One vignette: all together as a bar, and each team."""

    name: str
    standard: str
    bar: Gauge | None
    words: str
    rows: list[tuple[str, ...]]


def results_shown(results: Results) -> ResultsShown:
    """A vignette's results; nothing stands for what may not be shown."""
    all_ = results.together
    bar, words = None, "Nobody sat it in these months."
    if all_.state is not State.SHOWN:
        words = _withheld()
    elif all_.tested:
        likely = all_.interval
        bar = gauge(all_.safe, all_.tested, (likely.low, likely.high), results.standard)
        words = "" if results.outside else f"{all_.first} of {all_.tested} were safe at once."
    rows = [_row(one, results.outside) for one in results.teams]
    return ResultsShown(results.name, results.standard_words, bar, words, rows)


def _row(one: Result, outside: bool) -> tuple[str, ...]:
    if one.state is not State.SHOWN:
        return (one.name, "Not shown", "", "")
    low, high = one.interval.low, one.interval.high
    first = "" if outside else f"{one.first} of {one.tested}"
    return (one.name, f"{one.safe} of {one.tested}", f"{low:.0%} and {high:.0%}", first)


def _withheld() -> str:
    fewest = int(defaults.suppression()["fewer_than"])
    return f"Numbers below {fewest} are not shown, nor what would give them away."


def waits(user: User, names: dict[str, str]) -> list[SittingShown]:
    """The follow-ups that the reader sees, the first due first."""
    return [sitting_shown(one, names) for one in queries.to_follow_up(user)[:50]]
