"""Keeping the list of partner agencies."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.safeguarding import rules
from goldthread.domain.registers.safeguarding.models import PartnerAgency
from goldthread.domain.registers.safeguarding.terms import AgencyKind, key_of
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.refusals import NOT_ALLOWED, Refused, refuse
from goldthread.workflow.rules import broken


def partner_named(organisation_id: int, name: str) -> PartnerAgency:
    """The agency of this name on the organisation's list; one that was typed joins it."""
    made, _ = PartnerAgency.objects.get_or_create(
        organisation_id=organisation_id,
        key=key_of(name),
        defaults={"name": " ".join(name.split())[:160]},
    )
    return made


@transaction.atomic
def keep_partner(
    organisation: Unit,
    name: str,
    *,
    kind: str = AgencyKind.OTHER,
    contact: str = "",
    partner: PartnerAgency | None = None,
    in_use: bool = True,
    by: User,
    at: dt.datetime | None = None,
) -> PartnerAgency:
    """Add an agency to the list, or change the one given. Raises `Refused` (PAG-01, PAG-02)."""
    if not scope_of(by).holds(Permission.SAFEGUARDING_MANAGE):
        raise refuse(NOT_ALLOWED, "You cannot change the list of partner agencies.")
    others = PartnerAgency.objects.filter(organisation=organisation, key=key_of(name))
    taken = (others.exclude(pk=partner.pk) if partner else others).exists()
    refusals = broken(rules.OF_PARTNERS, partner, {"name": name, "taken": taken})
    if refusals:
        raise Refused(refusals)
    kept = partner or PartnerAgency(organisation=organisation)
    kept.name, kept.key = " ".join(name.split()), key_of(name)
    kept.kind, kept.contact = kind, contact.strip()
    kept.retired_on = None if in_use else kept.retired_on or timezone.localdate(at)
    kept.save()
    write_trail(
        kept,
        "safeguarding.partner",
        by=by,
        at=at,
        organisation_id=organisation.pk,
        facts={"name": kept.name, "kind": kept.kind, "in_use": in_use},
    )
    return kept
