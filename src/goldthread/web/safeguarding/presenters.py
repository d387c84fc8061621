"""What the safeguarding log and the page of a case print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.terms import ROLES
from goldthread.decision_tools.queries import in_words
from goldthread.domain.registers.people.queries import shown_to
from goldthread.domain.registers.safeguarding.terms import (
    WAITS_FOR_PARTNER,
    ActionStatus,
    Status,
)
from goldthread.web.components import Row, clock_shown, link
from goldthread.web.words import ago, date, length, when

COLUMNS = (
    ("Incident", "ref"),
    "Team",
    "Where it stands",
    "Waiting for",
    "Lead agency",
    "Due next",
    ("Open for", "ref"),
    ("Actions to do", "num"),
)


def log_rows(logged: Iterable[Any], now: dt.datetime) -> list[list[Any]]:
    """One row a case; no name of anyone is on the list."""
    return [_log_row(one, now) for one in logged]


def _log_row(one: Any, now: dt.datetime) -> list[Any]:
    case = one.case
    return [
        link(
            reverse("incidents:safeguarding", args=[case.incident.reference]),
            case.incident.reference,
        ),
        case.unit.name,
        case.get_status_display(),
        waits_for(case),
        case.get_lead_agency_display(),
        _due(one, now),
        length((case.closed_at or now) - case.raised_at),
        str(one.actions_open),
    ]


def _due(one: Any, now: dt.datetime) -> str:
    """What a clock runs for; without one, what a decided case still waits for."""
    if one.clocks:
        return f"{one.clocks[0].label}, {clock_shown(one.clocks[0], now).words}"
    if one.case.status == Status.DECIDED:
        return "Its actions" if one.actions_open else "To be closed"
    return "Nothing"


def waits_for(case: Any) -> str:
    """Whose word comes next: ours, a partner's, or nobody's any more."""
    if case.status == Status.CLOSED:
        return "Nobody: closed"
    if case.status in WAITS_FOR_PARTNER:
        return str(case.partner or case.referred_to)
    return "Us"


def summary(case: Any, user: User) -> list[Row]:
    """Every fact of the case, with what is not known yet said so."""
    referred = ". ".join(one for one in (case.referred_to, case.referred_how) if one)
    rows = [
        Row("Concern", case.concern),
        Row("Raised", f"{when(case.raised_at)} ({ago(case.raised_at)})"),
        Row("Person", _person(case, user)),
        Row("What the person wants", case.wanted_outcomes or "Not recorded yet"),
        Row("Referred", f"{when(case.referred_at)}: {referred}" if referred else "Not yet"),
        Row(
            "Acknowledged",
            f"{when(case.acknowledged_at)} by {case.acknowledged_by_name}"
            if case.acknowledged_at
            else "Not yet",
        ),
        Row("Lead agency", _lead(case)),
        Row("Authority’s decision", _decision(case)),
    ]
    if case.status == Status.CLOSED:
        met = case.get_outcome_met_display()
        rows.append(
            Row("Closed", f"{when(case.closed_at)}. Outcome wanted: {met}. {case.closed_because}")
        )
    return rows


def _person(case: Any, user: User) -> Any:
    if case.person is None:
        return "Not linked yet"
    shown = shown_to(case.person, user)
    if shown == case.person.reference:
        return shown
    return link(reverse("people:one", args=[case.person.reference]), shown)


def _lead(case: Any) -> str:
    known = ", ".join(one for one in (case.lead_agency_name, case.lead_agency_how) if one)
    said = f"{case.get_lead_agency_display()}{': ' + known if known else ''}"
    return f"{said}, on {date(case.lead_agency_on)}" if case.lead_agency_on else said


def _decision(case: Any) -> str:
    if case.decided_on is None:
        return "Not yet"
    opened = "An enquiry is opened." if case.threshold_met else "No enquiry is opened."
    return f"{date(case.decided_on)}. {opened} {case.decision}"


@dataclass(frozen=True)
class Decided:
    """One of our threshold decisions in words."""

    words: str
    reasons: str
    by: str
    tool: str
    said: tuple[tuple[str, str], ...]


def thresholds(case: Any) -> list[Decided]:
    """Our threshold decisions, the last first, each with the run it rests on."""
    rows = case.thresholds.select_related("decided_by", "run__version__tool").order_by("-number")
    return [_decided(row) for row in rows]


def _decided(row: Any) -> Decided:
    told = in_words(row.run) if row.run else None
    return Decided(
        "Yes, the threshold is met" if row.met else "No, the threshold is not met",
        row.reasons,
        f"{row.decided_by.name}, {when(row.decided_at)}",
        f"{told.tool}, version {told.number}: {told.outcome.label}" if told else "",
        tuple((one.question, one.answer) for one in told.said) if told else (),
    )


@dataclass(frozen=True)
class RungShown:
    """One rung of a ladder: its level, whom to ring, how it stands, and what was logged."""

    label: str
    partner: str
    ours: str
    state: str
    tone: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class LadderShown:
    """The ladder of one wait for a partner."""

    label: str
    standing: Any
    next: str
    rungs: tuple[RungShown, ...]


def ladders(found: list[Any]) -> list[LadderShown]:
    """The ladders that anything happened on: a wait that is late, or that had contacts."""
    return [
        _ladder(one)
        for one in found
        if one.current is not None or any(rung.steps for rung in one.rungs)
    ]


def _ladder(one: Any) -> LadderShown:
    current, names = one.current, " or ".join(person.name for person in one.next_people())
    asked = ""
    if current is not None:
        whom = (
            f" Contact: {current.partner[0].lower()}{current.partner[1:]}."
            if current.partner
            else ""
        )
        asked = f"{current.label}: {names or 'nobody holds this role here'}.{whom}"
    return LadderShown(
        one.clock.label,
        clock_shown(one.clock, one.at),
        asked,
        tuple(_rung(rung, one, rung == current) for rung in one.rungs),
    )


def _rung(rung: Any, ladder: Any, is_current: bool) -> RungShown:
    ended = ladder.clock.ended_at
    if rung.steps:
        state, tone = "Contacted", "neutral"
    elif is_current:
        state, tone = "Now", "late"
    elif ended and not rung.reached(ended):
        state, tone = "Not needed", "stopped"
    elif rung.reached(ladder.at):
        state, tone = "Not recorded", "late"
    else:
        state, tone = f"From {when(rung.from_at)}", "waiting"
    role = ROLES[rung.role].label if rung.role in ROLES else rung.role
    said = tuple(
        f"{when(one.contacted_at)}: {one.contacted_by.name} contacted {one.contacted_name} "
        f"({one.contacted_role}), {one.how}. Answer: {one.response}"
        for one in rung.steps
    )
    return RungShown(rung.label, rung.partner, role, state, tone, said)


@dataclass(frozen=True)
class ActionShown:
    """One action of the case, how it stands, and what the reader may do with it."""

    what: str
    owner: str
    state: str
    tone: str
    due: str
    said: tuple[str, ...]
    confirm: str
    drop: str


ACTION_TONES = {ActionStatus.DONE: "neutral", ActionStatus.DROPPED: "stopped"}


def actions(found: Iterable[Any], user: User, works: bool, now: dt.datetime) -> list[ActionShown]:
    """The actions of a case by the day they are due."""
    return [_action(one, user, works, timezone.localdate(now)) for one in found]


def _action(one: Any, user: User, works: bool, today: dt.date) -> ActionShown:
    is_open = one.status == ActionStatus.OPEN
    late = is_open and one.due_on < today
    args = [one.case.incident.reference, one.pk]
    return ActionShown(
        one.what,
        one.owner_words,
        "Overdue" if late else one.get_status_display(),
        "late" if late else ACTION_TONES.get(ActionStatus(one.status), "underway"),
        f"Due {date(one.due_on)}",
        tuple(
            f"{when(row.confirmed_at)}, {row.confirmed_by.name}: "
            f"{'done' if row.done else 'not done'}{'. ' + row.note if row.note else ''}"
            for row in one.confirmations.all()
        ),
        reverse("incidents:safeguarding_action", args=[*args, "confirm"])
        if is_open and (works or one.owner_id == user.pk)
        else "",
        reverse("incidents:safeguarding_action", args=[*args, "drop"]) if is_open and works else "",
    )


def delays(case: Any) -> list[str]:
    """Why steps were late, in order."""
    return [
        f"{row.get_step_display()}, {length(row.taken_at - row.due_at)} late: "
        f"{row.get_reason_display()}.{' ' + row.words if row.words else ''}"
        for row in case.delays.all()
    ]
