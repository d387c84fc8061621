"""Problems with a partner that go on: opened by the rule, raised formally, ended with an outcome."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.interfaces import queries
from goldthread.domain.registers.interfaces import transitions as moves
from goldthread.domain.registers.interfaces.models import PartnerIssue
from goldthread.domain.registers.interfaces.terms import (
    LETTER_FIELDS,
    IssueRoute,
    IssueStatus,
)
from goldthread.domain.registers.safeguarding.models import PartnerAgency
from goldthread.letters.merging import digest, merge
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


@transaction.atomic
def open_issue(partner: PartnerAgency, *, by: User, at: dt.datetime | None = None) -> PartnerIssue:
    """Open the problem that the rule finds, with its counts and the rule as they are now."""
    at = at or timezone.now()
    organisation = partner.organisation
    if not scope_of(by).holds(Permission.SAFEGUARDING_MANAGE, organisation.pk):
        raise refuse(NOT_ALLOWED, "You cannot open a problem with a partner here.")
    version = queries.version_in_use(organisation.pk)
    rule = queries.template_of(organisation.pk).sustained
    PartnerAgency.objects.select_for_update().get(pk=partner.pk)
    rows = [one for one in queries.troubles(by, organisation.pk, at) if one.partner == partner]
    found = rows[0] if rows else None
    unsettled = PartnerIssue.objects.filter(partner=partner).exclude(status=IssueStatus.ENDED)
    issue = PartnerIssue(
        organisation=organisation,
        unit=organisation,
        partner=partner,
        found={
            "late": found.late if found else 0,
            "steps": found.steps if found else 0,
            "rule": rule.words,
            "version": version.number if version else 0,
            "since": (at - dt.timedelta(days=rule.within_days)).date().isoformat(),
        },
        opened_at=at,
        opened_by=by,
    )
    facts = {
        "sustained": found is not None and found.sustained,
        "open_already": unsettled.exists(),
    }
    return start(issue, moves.OPEN_ISSUE, by=by, at=at, facts=facts, told=issue.found)


def letter_for(issue: PartnerIssue, *, by: User) -> tuple[str, str]:
    """The formal letter as it begins: subject and text, with blanks where a person has to write."""
    template = queries.template_of(issue.organisation_id)
    found = issue.found
    known = {
        "partner": issue.partner.name,
        "since": found["since"],
        "what_was_found": f"{found['late']} answers came late or have not come, and "
        f"{found['steps']} contacts reached a head of service or above. "
        f"Our rule: {found['rule']}",
        "signatory_name": by.name,
        "organisation": issue.organisation.name,
        "reference": issue.reference,
    }
    body = merge(template.letter_body, known, LETTER_FIELDS).text
    return template.letter_subject, body


@transaction.atomic
def raise_formally(
    issue: PartnerIssue,
    route: str,
    *,
    to: str,
    on: dt.date | None,
    subject: str = "",
    text: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> PartnerIssue:
    """Put on record that the letter went out, or that the problem stands in the Board's log."""
    at, is_letter = at or timezone.now(), route == IssueRoute.LETTER
    sealed = digest(subject, text) if is_letter else ""
    return perform(
        moves.RAISE,
        issue,
        by=by,
        at=at,
        facts={
            "route": route,
            "to": to,
            "on": on,
            "at": at,
            "subject": subject,
            "text": text,
            "named": queries.names_in(None, [subject, text]),
        },
        changes={
            "route": route,
            "raised_to": to.strip(),
            "raised_on": on,
            "letter_subject": subject.strip() if is_letter else "",
            "letter": text if is_letter else "",
            "letter_hash": sealed,
        },
        told={"route": route, "to": to, "on": on, "hash": sealed},
    )


def end_issue(
    issue: PartnerIssue, outcome: str, words: str, *, by: User, at: dt.datetime | None = None
) -> PartnerIssue:
    """Record what came of it."""
    at = at or timezone.now()
    return perform(
        moves.END,
        issue,
        by=by,
        at=at,
        facts={"outcome": outcome, "words": words},
        changes={
            "outcome": outcome,
            "outcome_words": words.strip(),
            "ended_at": at,
            "ended_by": by,
        },
    )
