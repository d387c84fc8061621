"""What My work prints: tasks in groups, the worst first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from goldthread.access.scope import scope_of
from goldthread.access.terms import ROLES
from goldthread.clocks.terms import Standing
from goldthread.web.components import Task, clock_shown

PAGES = {
    "triage": "/incidents/{ref}/triage/",
    "time_to_safe": "/incidents/{ref}/made-safe",
    "stabilisation": "/incidents/{ref}/stabilise/",
    "clinical_review": "/incidents/{ref}/clinical-review",
    "partner_acknowledgement": "/incidents/{ref}/partner",
    "safeguarding_referral": "/incidents/{ref}/safeguarding/",
    "safeguarding_action": "/incidents/{ref}/safeguarding/",
    "safeguarding_acknowledgement": "/incidents/{ref}/safeguarding/",
    "lead_agency_confirmation": "/incidents/{ref}/safeguarding/",
    "safeguarding_authority_decision": "/incidents/{ref}/safeguarding/",
    "first_answer_to_reporter": "/incidents/{ref}/messages/",
    "answer_to_question": "/incidents/{ref}/messages/",
}
RECORDS = {
    "signals.signal": "/signals/{id}/",
    "forums.meeting": "/meetings/{id}/",
    "interfaces.interfaceagreement": "/interfaces/{id}/",
    "actions.action": "/actions/{id}/",
    "reviews.review": "/reviews/{id}/",
    "verification.round": "/verification/rounds/{id}/",
    "escalation.episode": "/escalation/{id}/",
    "escalation.indicator": "/escalation/indicators/",
    "complaints.complaint": "/complaints/{id}/",
    "bulletins.teamanswer": "/bulletins/answers/{id}/",
    "recall.check": "/recall/{id}/",
    "library.item": "/learning/number/{id}/",
    "scenarios.scenario": "/coaching/scenarios/{id}/",
    "supervision.pair": "/supervision/with/{id}/",
    "coaching.sitting": "/coaching/sittings/{id}/",
    "restrictions.restriction": "/restrictions/{id}/",
}
OPENNESS = "candour_"
Why = Callable[[Any], str]
GROUPS = (
    ("late", "Late", {Standing.BREACHED, Standing.OVERDUE}),
    ("soon", "Due soon", {Standing.DUE_SOON, Standing.WITHOUT_DELAY}),
    ("later", "Later", {Standing.ON_TIME}),
)


@dataclass(frozen=True)
class Group:
    """Tasks that stand alike."""

    code: str
    title: str
    tasks: tuple[Task, ...]


def groups(
    clocks: Iterable[Any],
    incidents: dict[int, Any],
    now: dt.datetime,
    *,
    whose: bool = False,
    why: Why | None = None,
) -> list[Group]:
    """Tasks by how they stand, each group in the order of its due times."""
    why = why or partial(_why, whose=whose)
    rows = [(clock.standing(now), task(clock, incidents, now, why(clock))) for clock in clocks]
    made = [
        Group(code, title, tuple(row for standing, row in rows if standing in standings))
        for code, title, standings in GROUPS
    ]
    return [group for group in made if group.tasks]


def task(clock: Any, incidents: dict[int, Any], now: dt.datetime, why: str) -> Task:
    """One clock as a task: what is asked, why of me, where, and by when."""
    incident = incidents.get(clock.thread)
    return Task(
        title=clock.label,
        href=href(clock, incident.reference if incident else ""),
        why=why,
        where=clock.unit.name,
        reference=incident.reference if incident else "",
        clock=clock_shown(clock, now),
    )


def href(clock: Any, reference: str) -> str:
    """Where the work is done: the record's own page, else the stage of its incident."""
    if clock.subject_type in RECORDS:
        return RECORDS[clock.subject_type].format(id=clock.subject_id)
    if not reference:
        return "/"
    if clock.kind.startswith(OPENNESS):
        return f"/incidents/{reference}/openness/"
    return PAGES.get(clock.kind, "/incidents/{ref}/").format(ref=reference)


def covering(user: Any, covered: Sequence[Any]) -> Why:
    """Why each piece of work is the person's: by name, by role, or for someone they cover."""
    own = scope_of(user)

    def why(clock: Any) -> str:
        for other in covered:
            if clock.owner_id == other.pk:
                return f"You cover for {other.name}"
        if clock.owner_id is None and not own.holds_role(clock.owner_role, clock.unit_id):
            for other in covered:
                if scope_of(other).holds_role(clock.owner_role, clock.unit_id):
                    return f"You cover for {other.name}, {_role(clock)} here"
        return _why(clock, whose=False)

    return why


def _role(clock: Any) -> str:
    return ROLES[clock.owner_role].label.lower() if clock.owner_role in ROLES else "your role"


def _why(clock: Any, whose: bool) -> str:
    if clock.owner is not None:
        return f"Waits for {clock.owner.name}" if whose else "Yours by name"
    role = _role(clock)
    return f"Waits for whoever is {role} here" if whose else f"Yours as {role}"
