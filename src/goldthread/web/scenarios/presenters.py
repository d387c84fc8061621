"""Scenarios in words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from goldthread.access.models import User
from goldthread.domain.learning.scenarios import queries
from goldthread.domain.learning.scenarios import transitions as moves
from goldthread.domain.learning.scenarios.terms import Status
from goldthread.web.components import Row, Step, link
from goldthread.web.words import date, plural, when
from goldthread.workflow.operations import permitted

TONES = {
    Status.DRAFT: "waiting",
    Status.CHECKED: "unproven",
    Status.PUBLISHED: "underway",
    Status.RETIRED: "stopped",
}
COLUMNS = ("Scenario", "What it practises", "Status", "Changed")


def address(scenario: Any) -> str:
    return reverse("scenarios:one", args=[scenario.pk])


def tone(scenario: Any) -> str:
    return TONES[Status(scenario.status)]


def status_words(scenario: Any) -> str:
    """The status, and for a draft whether it waits to be checked."""
    if scenario.status == Status.DRAFT and scenario.ready_at is not None:
        return "Draft, to be checked"
    if scenario.status == Status.PUBLISHED:
        return "In the bank"
    return str(scenario.get_status_display())


def rows(scenarios: Any) -> list[tuple[Any, ...]]:
    """One row a scenario."""
    return [
        (
            link(address(one), one.title),
            one.get_subject_display(),
            status_words(one),
            date(one.edited_at),
        )
        for one in scenarios
    ]


def facts(scenario: Any, user: User) -> list[Row]:
    """Who made it, who checked it, and where it came from, for those who may know."""
    found = [
        Row("What it practises", scenario.get_subject_display()),
        Row("Made", f"{date(scenario.made_at)}, {scenario.made_by.name}"),
    ]
    if scenario.edited_at != scenario.made_at:
        found.append(Row("Last changed", f"{when(scenario.edited_at)}, {scenario.edited_by.name}"))
    if scenario.checked_at and scenario.status != Status.DRAFT:
        checked = f"{date(scenario.checked_at)}, {scenario.checked_by.name}"
        found.append(Row("Checked", f"{checked}. {scenario.checked_because}"))
    if scenario.published_at and scenario.status in queries.IN_BANK:
        words = f"{date(scenario.published_at)}, {scenario.published_by.name}"
        found.append(Row("Put into the bank", words))
    if scenario.retired_at:
        words = f"{date(scenario.retired_at)}, {scenario.retired_by.name}"
        found.append(Row("Retired", f"{words}. {scenario.retired_because}"))
    source = queries.source_shown(scenario, user)
    if source is not None:
        shown = link(reverse("incidents:one", args=[source.reference]), source.reference)
        found.append(Row("Made from", shown))
    return found


def steps(scenario: Any, user: User) -> list[Step]:
    """What the reader may do next, by links; the buttons stand beside them."""
    offered = (
        (moves.CHECK, "scenarios:check", _waits_for(scenario, user), True),
        (moves.EDIT, "scenarios:change", queries.may_work_on(user, scenario), False),
        (moves.SEND_BACK, "scenarios:send_back", scenario.made_by_id != user.pk, False),
        (moves.RETIRE, "scenarios:retire", True, False),
    )
    return [
        Step(move.label, reverse(name, args=[scenario.pk]), main)
        for move, name, now, main in offered
        if now and permitted(move, scenario, user)
    ]


def _waits_for(scenario: Any, user: User) -> bool:
    """Whether the check waits for this reader: handed over, and not written by them."""
    wrote = user.pk in (scenario.made_by_id, scenario.edited_by_id)
    return scenario.ready_at is not None and not wrote


def may_hand_over(scenario: Any, user: User) -> bool:
    return scenario.ready_at is None and permitted(moves.HAND_OVER, scenario, user)


def may_publish(scenario: Any, user: User) -> bool:
    return permitted(moves.PUBLISH, scenario, user)


def taken_out(replaced: Any) -> str:
    """`2 names and 1 team`: what was replaced in a story that begins from an incident."""
    counts: dict[str, int] = {}
    for found in replaced:
        counts[found.label] = counts.get(found.label, 0) + 1
    said = [plural(count, label) for label, count in counts.items()]
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
