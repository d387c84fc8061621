"""Rules of reporting and of the incident's own life. REP: reports, INC: incidents."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.access.queries import profile_of
from goldthread.domain.incidents.reports import Report
from goldthread.domain.incidents.terms import Precision, Route
from goldthread.workflow.rules import Facts, rule

LEAST_WORDS = 3
CLOCK_SKEW = dt.timedelta(minutes=10)  # a phone's clock may run ahead of the server's


def _report(facts: Facts) -> Report:
    report = facts["report"]
    assert isinstance(report, Report)  # noqa: S101 - the transition's own contract
    return report


@rule(
    "REP-01",
    "A report says what happened",
    refusal="Tell us what happened, in your own words. A few sentences are enough.",
    field="narrative",
)
def says_what_happened(_: Any, facts: Facts) -> bool:
    return len(_report(facts).narrative.split()) >= LEAST_WORDS


@rule(
    "REP-02",
    "What is reported has happened already",
    refusal="The date it happened is in the future. Check the day, month and year.",
    field="occurred_at",
)
def has_happened_already(_: Any, facts: Facts) -> bool:
    return not _in_future(_report(facts).occurred_at, facts["at"])


@rule(
    "REP-03",
    "It happened while this service existed",
    refusal="That date is before this service began. Check the year.",
    field="occurred_at",
)
def happened_while_service_existed(_: Any, facts: Facts) -> bool:
    report = _report(facts)
    if report.occurred_at is None:
        return True
    began = profile_of(report.unit).service_began_on
    return timezone.localtime(report.occurred_at).date() >= began


@rule(
    "REP-04",
    "It was discovered no earlier than it happened",
    refusal="It cannot have been discovered before it happened. Check both dates.",
    field="discovered_at",
)
def discovered_after_it_happened(_: Any, facts: Facts) -> bool:
    report = _report(facts)
    if report.discovered_at is None or report.occurred_at is None:
        return True
    exact = {report.occurred_precision, report.discovered_precision} <= {Precision.EXACT}
    if exact:
        return report.discovered_at >= report.occurred_at
    return _day(report.discovered_at) >= _day(report.occurred_at)


@rule(
    "REP-05",
    "What is discovered has been discovered already",
    refusal="The date it was discovered is in the future. Check the day, month and year.",
    field="discovered_at",
)
def discovered_already(_: Any, facts: Facts) -> bool:
    return not _in_future(_report(facts).discovered_at, facts["at"])


@rule(
    "REP-06",
    "A report says when it happened, or that nobody knows",
    refusal="Say when it happened, or choose “I do not know when”.",
    field="occurred_at",
)
def says_when(_: Any, facts: Facts) -> bool:
    report = _report(facts)
    return report.occurred_at is not None or report.occurred_precision == Precision.UNKNOWN


@rule(
    "REP-07",
    "An alert says what is unsafe",
    refusal="Say in a few words who is unsafe and why, so that the on-call can act.",
    field="unsafe_what",
)
def alert_says_what_is_unsafe(_: Any, facts: Facts) -> bool:
    report = _report(facts)
    return not report.unsafe_now or bool(report.unsafe_what.strip())


@rule(
    "REP-08",
    "A signed-in or confidential report has a reporter, and an anonymous one has none",
    refusal="Sign in to report under your name, or choose the anonymous route.",
    field="route",
)
def route_fits_reporter(_: Any, facts: Facts) -> bool:
    report = _report(facts)
    named = report.route in (Route.SIGNED_IN, Route.CONFIDENTIAL)
    return named == (report.reporter is not None)


@rule(
    "REP-09",
    "A closed team takes no new reports",
    refusal="This team has closed. Choose the team that does its work now.",
    field="unit",
)
def team_is_open(_: Any, facts: Facts) -> bool:
    return _report(facts).unit.closed_on is None


REPORT_RULES = (
    says_what_happened,
    says_when,
    has_happened_already,
    happened_while_service_existed,
    discovered_already,
    discovered_after_it_happened,
    alert_says_what_is_unsafe,
    route_fits_reporter,
    team_is_open,
)


@rule(
    "INC-01",
    "People are made safe by someone who says how",
    refusal="Say what was done, or who now holds the risk and how.",
    field="made_safe_how",
)
def says_how_made_safe(_: Any, facts: Facts) -> bool:
    return bool(str(facts.get("how", "")).strip())


@rule(
    "INC-02",
    "A restriction of who sees an incident has a reason",
    refusal="Say why only named people should see this incident.",
    field="reason",
)
def restriction_has_reason(_: Any, facts: Facts) -> bool:
    return bool(str(facts.get("reason", "")).strip())


@rule(
    "INC-03",
    "A duplicate names the incident it repeats",
    refusal="Choose the incident that this one repeats. It must be another, open or closed.",
    field="duplicate_of",
)
def duplicate_names_original(incident: Any, facts: Facts) -> bool:
    original = facts.get("duplicate_of")
    return (
        original is not None
        and original.pk != incident.pk
        and original.organisation_id == incident.organisation_id
        and original.duplicate_of_id is None
    )


@rule(
    "INC-04",
    "An exceptional move has a reason",
    refusal="Give the reason. It is kept with the incident and in the trail.",
    field="reason",
)
def has_reason(_: Any, facts: Facts) -> bool:
    return bool(str(facts.get("reason", "")).strip())


@rule(
    "INC-05",
    "Acting starts when the review is signed off",
    refusal="The review has to be signed off first.",
)
def review_signed_off(_: Any, facts: Facts) -> bool:
    return bool(facts.get("review_signed_off"))


@rule(
    "INC-06",
    "A serious incident has at least one improvement action",
    refusal="A serious incident cannot go on without at least one improvement action. "
    "Agree one that changes how the work is done.",
)
def serious_has_action(_: Any, facts: Facts) -> bool:
    return not facts.get("serious") or bool(facts.get("actions"))


@rule(
    "INC-07",
    "Verifying starts when every action is complete",
    refusal="Every action has to be implemented and communicated first.",
)
def every_action_complete(_: Any, facts: Facts) -> bool:
    return bool(facts.get("actions_complete"))


@rule(
    "INC-08",
    "An incident closes as verified when nothing on its thread is missing",
    refusal="Something on this thread is still missing.",
)
def nothing_is_missing(_: Any, facts: Facts) -> bool | str:
    missing = facts.get("missing") or ()
    return True if not missing else " ".join(missing)


def _in_future(moment: dt.datetime | None, at: dt.datetime) -> bool:
    return moment is not None and moment > at + CLOCK_SKEW


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date()
