"""Organisations and the units below them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.text import slugify

from goldthread.access.models import OrganisationProfile, Unit
from goldthread.access.operations.permitted import must_manage
from goldthread.access.refusals import refuse
from goldthread.access.terms import ProviderType, UnitKind
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail


@transaction.atomic
def add_organisation(
    name: str,
    *,
    provider_type: ProviderType,
    ods_code: str = "",
    code: str = "",
    by: Actor = None,
) -> Unit:
    """Add a provider at the top of its own tree, with its profile."""
    unit = Unit.objects.create(
        kind=UnitKind.ORGANISATION,
        name=_named(name),
        code=code or slugify(name)[:60],
    )
    unit.organisation = unit
    unit.path = f"/{unit.pk}/"
    unit.save(update_fields=["organisation", "path"])
    OrganisationProfile.objects.create(unit=unit, provider_type=provider_type, ods_code=ods_code)
    _write(unit, "access.add_organisation", by, {"provider_type": provider_type})
    return unit


@transaction.atomic
def add_unit(
    parent: Unit,
    name: str,
    *,
    kind: UnitKind = UnitKind.TEAM,
    service_model: str = "",
    caseload: int | None = None,
    code: str = "",
    by: Actor = None,
) -> Unit:
    """Add a directorate, locality or team below `parent`. Raises Refused."""
    must_manage(by, parent)
    if parent.closed_on is not None:
        raise refuse("ACC-02", f"{parent.name} is closed. Choose a unit that is open.", "parent")
    if code and Unit.objects.filter(organisation_id=parent.organisation_id, code=code).exists():
        raise refuse("ACC-03", f"Another unit has the code {code}. Choose another.", "code")
    unit = Unit.objects.create(
        kind=kind,
        name=_named(name),
        code=code or _free_code(parent, name),
        parent=parent,
        organisation_id=parent.organisation_id,
        service_model=service_model,
        caseload=caseload,
    )
    unit.path = f"{parent.path}{unit.pk}/"
    unit.save(update_fields=["path"])
    _write(unit, "access.add_unit", by, {"kind": kind, "name": unit.name, "parent": parent})
    return unit


def _named(name: str) -> str:
    if not name.strip():
        raise refuse("ACC-01", "Enter a name.", "name")
    return name.strip()[:120]


def _free_code(parent: Unit, name: str) -> str:
    base = slugify(name)[:55] or "unit"
    taken = set(
        Unit.objects.filter(
            organisation_id=parent.organisation_id, code__startswith=base
        ).values_list("code", flat=True)
    )
    return next(c for c in [base, *(f"{base}-{n}" for n in range(2, 10_000))] if c not in taken)


@transaction.atomic
def close_unit(unit: Unit, on: dt.date, *, by: Actor = None) -> Unit:
    """Close a team from a day; what it reported stays, and it takes no new reports."""
    must_manage(by, unit)
    open_below = unit.children.filter(closed_on__isnull=True).first()
    if open_below is not None:
        raise refuse("ACC-04", f"{open_below.name} below it is still open. Close that first.")
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])
    _write(unit, "access.close_unit", by, {"on": on})
    return unit


@transaction.atomic
def change_unit(
    unit: Unit, name: str, *, caseload: int | None, service_model: str = "", by: Actor = None
) -> Unit:
    """Rename a unit and set its caseload (open cases) and service model; its code stays.

    Raises Refused.
    """
    must_manage(by, unit)
    before = {"name": unit.name, "caseload": unit.caseload, "service_model": unit.service_model}
    after = {"name": _named(name), "caseload": caseload, "service_model": service_model}
    changed = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    if changed:
        Unit.objects.filter(pk=unit.pk).update(**after)
        unit.refresh_from_db()
        _write(unit, "access.change_unit", by, {"changed": changed})
    return unit


@transaction.atomic
def change_profile(
    organisation: Unit,
    *,
    provider_type: str,
    ods_code: str,
    service_began_on: dt.date,
    contact_text: str,
    shows_nhs_logo: bool,
    by: Actor = None,
) -> OrganisationProfile:
    """Say what kind of provider this is; decides candour, CQC and LFPSE consequences.

    Raises Refused.
    """
    must_manage(by, organisation)
    profile = OrganisationProfile.objects.get(unit=organisation)
    after = {
        "provider_type": ProviderType(provider_type),
        "ods_code": ods_code.strip().upper(),
        "service_began_on": service_began_on,
        "contact_text": contact_text.strip(),
        "shows_nhs_logo": shows_nhs_logo,
    }
    if shows_nhs_logo and provider_type != ProviderType.NHS_BODY:
        sentence = "Only an NHS body may show the NHS logo. Change one of the two."
        raise refuse("ACC-14", sentence, "shows_nhs_logo")
    changed = {
        key: [getattr(profile, key), value]
        for key, value in after.items()
        if getattr(profile, key) != value
    }
    if changed:
        OrganisationProfile.objects.filter(pk=profile.pk).update(**after)
        profile.refresh_from_db()
        write_trail(
            profile,
            "access.change_profile",
            by=by,
            facts={"changed": changed},
            organisation_id=organisation.pk,
        )
    return profile


def _write(unit: Unit, kind: str, by: Actor, facts: dict[str, object]) -> None:
    write_trail(unit, kind, by=by, facts=facts, organisation_id=unit.organisation_id)
