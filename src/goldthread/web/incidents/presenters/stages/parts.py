"""What every stage of the spine is made of: where the thread is, clocks, steps and sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from goldthread.access.terms import ROLES, Permission
from goldthread.clocks.queries import of_subject
from goldthread.domain.incidents.terms import Closure, Status
from goldthread.web.components import Clock, Step, clock_shown
from goldthread.web.incidents.finding import who_can
from goldthread.web.incidents.presenters.reading import Reading
from goldthread.workflow.refusals import Refusal
from goldthread.workflow.rules import Rule

P = Permission
ORDER = (Status.REPORTED, Status.TRIAGED, Status.IN_REVIEW, Status.ACTING, Status.VERIFYING)
CLOSED_WORDS = {
    Closure.VERIFIED: "Closed: verified",
    Closure.WITH_REASON: "Closed with a reason, not verified",
    Closure.HISTORICAL: "Closed in the previous system, not verified here",
}


def is_open(incident: Any) -> bool:
    return incident.status in ORDER


def reached(reading: Reading, status: Status) -> bool:
    """Whether the incident is at this status or further along."""
    if not is_open(reading.incident):
        return True
    return ORDER.index(Status(reading.incident.status)) >= ORDER.index(status)


def state_since(reading: Reading, since: Status) -> str:
    """Current once the thread is there, waiting before, not needed once it has ended."""
    if not is_open(reading.incident):
        return "not_needed"
    return "current" if reached(reading, since) else "waiting"


def not_yet(reading: Reading, words: str) -> tuple[str, str]:
    return ("waiting", words) if is_open(reading.incident) else ("not_needed", "Not needed")


def clock_for(reading: Reading, stage: str) -> Clock | None:
    found = reading.clock_of(stage)
    return clock_shown(found, reading.now) if found is not None else None


def owner_for(reading: Reading, stage: str) -> str:
    """Who the stage waits for: a name, or the role that answers for it."""
    found = reading.clock_of(stage)
    if found is None:
        return ""
    return owner_words(found)


def owner_words(clock: Any) -> str:
    """The person a clock waits for, or the role."""
    if clock.owner is not None:
        return str(clock.owner.name)
    role = ROLES.get(clock.owner_role)
    return role.label if role else ""


def offer(
    reading: Reading, words: str, name: str, permission: Permission
) -> tuple[tuple[Step, ...], str]:
    """The main step for those who may, else who can."""
    if reading.may(permission):
        return (Step(words, address(name, reading.incident), main=True),), ""
    return (), who_can(permission)


def main_step(offered: bool, words: str, href: str) -> tuple[Step, ...]:
    return (Step(words, href, main=True),) if offered and href else ()


def asked(rules: Iterable[Rule]) -> tuple[str, ...]:
    return sentences(Refusal(one.code, one.refusal) for one in rules)


def sentences(refusals: Iterable[Refusal]) -> tuple[str, ...]:
    return tuple(
        format_html('{} <span class="gt-code">{}</span>', one.sentence, one.code)
        for one in refusals
    )


def address(name: str, incident: Any) -> str:
    return reverse(name, args=[incident.reference])


def clock_of_triage(incident: Any) -> Clock | None:
    """The triage clock, for the page of triage."""
    found = of_subject(incident).filter(kind="triage").order_by("-starts_at").first()
    return clock_shown(found) if found is not None else None
