"""Telling a partner agency, and their acknowledgement: recorded by us, or given by a link."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.domain.incidents import transitions as moves
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import may, partner_answer
from goldthread.links import operations as links
from goldthread.links.mail import post
from goldthread.links.models import SignedLink
from goldthread.workflow.operations import perform
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


@transaction.atomic
def partner_told(
    incident: Incident,
    how: str,
    *,
    acknowledged: bool,
    acknowledged_by: str = "",
    by: User,
    told_at: dt.datetime | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Record when and how the partner was told, and whether they acknowledged it."""
    at = at or timezone.now()
    answer = partner_answer(incident)
    if answer is None:
        raise refuse(
            "TRI-12", "Triage did not ask for a partner to be told. Triage again to change that."
        )
    perform(moves.PARTNER_TOLD, incident, by=by, at=at, facts={"note": how})
    answer.partner_told_at = answer.partner_told_at or told_at or at
    answer.partner_told_how = how.strip()[:160]
    if acknowledged:
        answer.partner_acknowledged_at = at
        answer.partner_acknowledged_by = acknowledged_by.strip()[:200]
        clocks.meet(incident, "partner_acknowledgement", at=at)
    answer.save()


@transaction.atomic
def ask_partner_to_acknowledge(
    incident: Incident, email: str, *, by: User, at: dt.datetime | None = None
) -> tuple[SignedLink, str]:
    """Make the link by which the partner acknowledges; the message names nobody."""
    at = at or timezone.now()
    if partner_answer(incident) is None:
        raise refuse(
            "TRI-12", "Triage did not ask for a partner to be told. Triage again to change that."
        )
    if not may(by, Permission.INCIDENT_ADD, incident):
        raise refuse(NOT_ALLOWED, "You cannot ask a partner about this incident.")
    link, token = links.make_link(
        incident, email, unit=incident.unit, by=by, thread=incident.pk, at=at
    )
    organisation = incident.organisation.name
    body = (
        f"{organisation} told your agency about a concern. Please confirm that you know.\n\n"
        f"Open it here: {settings.BASE_URL}/partner/{token}/\n\n"
        "You will be asked for a code, which is sent to this address only. The link works for 14 "
        "days. This message holds no personal details."
    )
    subject = f"{organisation} asks you to confirm ({incident.reference})"
    transaction.on_commit(lambda: _post(email, subject, body))
    return link, token


def _post(email: str, subject: str, body: str) -> None:
    post(email.strip(), subject, body)


def code_for_partner(link: SignedLink, incident: Incident, *, by: User) -> str:
    """A code to read out to the partner, where no message can be sent."""
    return links.new_code(link, incident, by=by)


@transaction.atomic
def partner_acknowledges(
    incident: Incident, name: str, role: str, *, by: str, at: dt.datetime | None = None
) -> None:
    """The partner says that they know, by name and role; ends the wait for it."""
    at = at or timezone.now()
    answer = partner_answer(incident)
    facts = {"asked": answer is not None, "name": name, "role": role}
    perform(
        moves.PARTNER_ACKNOWLEDGES, incident, by=by, at=at, facts=facts, told={"role": role.strip()}
    )
    assert answer is not None  # noqa: S101 - rule TRI-30
    answer.partner_acknowledged_at = at
    answer.partner_acknowledged_by = f"{name.strip()}, {role.strip()}"[:200]
    answer.save(update_fields=["partner_acknowledged_at", "partner_acknowledged_by"])
    clocks.meet(incident, "partner_acknowledgement", at=at)
