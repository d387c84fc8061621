"""A partner's problem is sustained by a named rule, raised formally, and ended with its outcome."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from goldthread.domain.registers.interfaces import operations, queries
from goldthread.domain.registers.interfaces.models import PartnerIssue
from goldthread.domain.registers.interfaces.terms import IssueStatus
from goldthread.domain.registers.safeguarding import operations as safeguarding
from goldthread.letters.merging import blanks, digest
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories.interfaces import issue_with, slow_partner
from tests.factories.provider import Provider
from tests.factories.safeguarding import referred

DAY = dt.timedelta(days=1)


def codes_of(call: Any, *args: Any, **kwargs: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


def only(provider: Provider) -> queries.Trouble:
    lead = provider.people["safeguarding_lead"]
    (found,) = queries.troubles(lead, provider.organisation.pk, timezone.now())
    return found


def letter_of(provider: Provider, issue: PartnerIssue) -> dict[str, Any]:
    by = provider.people["safeguarding_lead"]
    subject, text = operations.letter_for(issue, by=by)
    for blank in blanks(text):
        text = text.replace(f"[to fill in: {blank}]", "As we discussed.")
    return {
        "to": "Director of adult services",
        "on": timezone.localdate(),
        "subject": subject,
        "text": text,
        "by": by,
    }


@pytest.mark.capability(81)
@pytest.mark.rule("PIS-01", "boundary")
def test_three_late_answers_are_sustained_and_two_are_not(provider: Provider) -> None:
    case = slow_partner(provider, times=2)
    by = provider.people["safeguarding_lead"]
    assert (only(provider).late, only(provider).sustained) == (2, False)
    assert codes_of(operations.open_issue, case.partner, by=by) == ("PIS-01",)
    slow_partner(provider, times=1)
    safeguarding.acknowledge(case, "Alex Reed", delay="partner_silent", by=by)
    assert (only(provider).late, only(provider).sustained) == (4, True)


@pytest.mark.rule("PIS-01", "refused")
def test_a_partner_who_answers_in_time_is_no_problem(provider: Provider) -> None:
    case = referred(provider)
    by = provider.people["safeguarding_lead"]
    assert queries.troubles(by, provider.organisation.pk, timezone.now()) == []
    assert codes_of(operations.open_issue, case.partner, by=by) == ("PIS-01",)


def test_lateness_before_the_days_of_the_rule_does_not_count(provider: Provider) -> None:
    referred(provider, at=timezone.now() - 120 * DAY)
    lead = provider.people["safeguarding_lead"]
    assert queries.troubles(lead, provider.organisation.pk, timezone.now()) == []


def test_two_contacts_high_on_the_ladder_are_sustained(provider: Provider) -> None:
    case = slow_partner(provider, times=1)
    for rung in (3, 4):
        safeguarding.log_ladder_step(
            case,
            "safeguarding_authority_decision",
            rung,
            name="Alex Reed",
            role="Head of service",
            how="Telephone",
            response="No answer",
            by=provider.people["governance_lead"],
        )
    assert (only(provider).steps, only(provider).sustained) == (2, True)


@pytest.mark.rule("PIS-01", "allowed")
@pytest.mark.rule("PIS-02", "allowed")
def test_what_the_rule_found_is_kept_as_it_was(provider: Provider) -> None:
    issue = issue_with(provider)
    assert issue.found["late"] == 4
    assert issue.found["rule"].startswith("3 or more late answers within 90 days")
    assert issue.found["version"] == 1


@pytest.mark.rule("PIS-02", "refused")
def test_a_problem_is_open_once_at_a_time(provider: Provider) -> None:
    issue = issue_with(provider)
    by = provider.people["safeguarding_lead"]
    assert codes_of(operations.open_issue, issue.partner, by=by) == ("PIS-02",)


def test_those_who_do_not_work_cases_open_none(provider: Provider) -> None:
    case = slow_partner(provider)
    by = provider.people["reviewer"]
    assert codes_of(operations.open_issue, case.partner, by=by) == (NOT_ALLOWED,)


@pytest.mark.capability(81)
@pytest.mark.rule("PIS-03", "allowed")
@pytest.mark.rule("PIS-04", "allowed")
@pytest.mark.rule("PIS-05", "allowed")
@pytest.mark.rule("PIS-06", "allowed")
def test_the_formal_letter_is_kept_with_its_hash_and_the_outcome(provider: Provider) -> None:
    issue = issue_with(provider)
    said = letter_of(provider, issue)
    operations.raise_formally(issue, "letter", **said)
    assert issue.letter == said["text"]
    assert issue.letter_hash == digest(said["subject"], said["text"])
    assert issue.letter_hash in Entry.objects.get(kind="partner_issue.escalate").body
    operations.end_issue(issue, "mended", "No late answer in eight weeks.", by=said["by"])
    assert issue.status == IssueStatus.ENDED


@pytest.mark.rule("PIS-04", "refused")
def test_a_letter_with_a_blank_is_refused(provider: Provider) -> None:
    issue = issue_with(provider)
    said = letter_of(provider, issue)
    said["text"] += "\n[to fill in: what we ask for]"
    assert codes_of(operations.raise_formally, issue, "letter", **said) == ("PIS-04",)


@pytest.mark.rule("PIS-04", "boundary")
def test_the_boards_log_needs_no_letter(provider: Provider) -> None:
    issue = issue_with(provider)
    said = letter_of(provider, issue) | {"subject": "", "text": ""}
    operations.raise_formally(issue, "board", **said)
    assert (issue.status, issue.letter_hash) == (IssueStatus.RAISED, "")


@pytest.mark.rule("PIS-03", "refused")
@pytest.mark.parametrize("gap", [{"to": ""}, {"on": None}, {"on": timezone.localdate() + 2 * DAY}])
def test_a_formal_route_says_to_whom_and_on_a_day_that_has_come(
    provider: Provider, gap: dict[str, Any]
) -> None:
    issue = issue_with(provider)
    said = letter_of(provider, issue) | gap
    assert codes_of(operations.raise_formally, issue, "letter", **said) == ("PIS-03",)


@pytest.mark.rule("PIS-06", "refused")
def test_a_letter_with_an_nhs_number_is_refused(provider: Provider) -> None:
    issue = issue_with(provider)
    said = letter_of(provider, issue)
    said["text"] += "\nNHS number 943 476 5919"
    assert codes_of(operations.raise_formally, issue, "letter", **said) == ("PIS-06",)


@pytest.mark.rule("PIS-05", "refused")
def test_a_problem_does_not_end_without_an_outcome(provider: Provider) -> None:
    issue = issue_with(provider)
    said = letter_of(provider, issue)
    operations.raise_formally(issue, "letter", **said)
    assert codes_of(operations.end_issue, issue, "", "It stopped.", by=said["by"]) == ("PIS-05",)
    assert codes_of(operations.end_issue, issue, "mended", "", by=said["by"]) == ("PIS-05",)
