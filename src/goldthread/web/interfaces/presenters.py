"""What the pages of agreements and of problems with partners print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from goldthread.domain.registers.interfaces.terms import IssueStatus, Status
from goldthread.web.components import Row, link
from goldthread.web.words import date, when

COLUMNS = (("Reference", "ref"), "Partner", "For", "Where it stands", "Since")
TROUBLE_COLUMNS = (
    "Partner",
    ("Late answers", "num"),
    ("High contacts", "num"),
    "By your rule",
    "Problem",
)
CELLS = ("task", "agency", "person", "deadline", "shared", "contact", "backup")
TONES = {Status.DRAFT: "waiting", Status.AGREED: "neutral", Status.SUPERSEDED: "stopped"}
ISSUE_TONES = {
    IssueStatus.OPEN: "late",
    IssueStatus.RAISED: "underway",
    IssueStatus.ENDED: "neutral",
}


def rows(agreements: Iterable[Any]) -> list[list[Any]]:
    """One row an agreement."""
    return [
        [
            link(reverse("interfaces:one", args=[one.pk]), one.reference),
            one.partner.name,
            _about(one),
            one.get_status_display(),
            date(one.agreed_at or one.drafted_at),
        ]
        for one in agreements
    ]


def _about(agreement: Any) -> Any:
    """The case it is for, leading to it, or the unit for all work together."""
    if not agreement.case:
        return f"All work at {agreement.unit.name}"
    reference = agreement.case.incident.reference
    return link(reverse("incidents:safeguarding", args=[reference]), reference)


def facts(agreement: Any) -> list[Row]:
    """Where an agreement stands."""
    found = [
        Row("Partner", agreement.partner.name),
        Row("For", _about(agreement)),
        Row("Drafted", f"{when(agreement.drafted_at)} by {agreement.drafted_by.name}"),
    ]
    if agreement.agreed_at:
        said = (
            f"{when(agreement.agreed_at)} by {agreement.agreed_name}, {agreement.agreed_role}. "
            f"{agreement.agreed_how}."
        )
        found.append(Row("Agreed", said))
    if agreement.replaces:
        before = agreement.replaces
        href = reverse("interfaces:one", args=[before.pk])
        found.append(Row("Replaces", link(href, before.reference)))
    if agreement.ended_at:
        found.append(Row("Superseded", when(agreement.ended_at)))
    return found


def troubles(found: Iterable[Any]) -> list[list[Any]]:
    """One row a partner that was late."""
    return [
        [
            one.partner.name,
            str(one.late),
            str(one.steps),
            "Sustained" if one.sustained else "Not sustained",
            link(reverse("interfaces:problem", args=[one.issue.pk]), one.issue.reference)
            if one.issue
            else "None opened",
        ]
        for one in found
    ]


def issues(found: Iterable[Any]) -> list[list[Any]]:
    """One row a problem."""
    return [
        [
            link(reverse("interfaces:problem", args=[one.pk]), one.reference),
            one.partner.name,
            one.get_status_display(),
            date(one.opened_at),
            one.get_outcome_display() or "None yet",
        ]
        for one in found
    ]


def issue_facts(issue: Any) -> list[Row]:
    """What was found, how it was raised, and what came of it."""
    found = issue.found
    since = date(dt.date.fromisoformat(found["since"]))
    rows_ = [
        Row("Partner", issue.partner.name),
        Row("Opened", f"{when(issue.opened_at)} by {issue.opened_by.name}"),
        Row(
            "What the rule found",
            f"Since {since}: late answers {found['late']}, contacts high on the ladder "
            f"{found['steps']}.",
        ),
        Row("The rule then", found["rule"]),
    ]
    if issue.raised_on:
        said = f"{issue.get_route_display()}, to {issue.raised_to}, {date(issue.raised_on)}"
        rows_.append(Row("Raised", said))
    if issue.ended_at:
        said = f"{issue.get_outcome_display()}. {issue.outcome_words}"
        rows_.append(Row("Outcome", f"{when(issue.ended_at)}: {said}"))
    return rows_
