"""Keeping the indicators, each mapped to a step-up, and chasing those that are not."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from goldthread import defaults
from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.clocks.queries import of_subject
from goldthread.domain.registers.escalation.models import (
    CohortDefinition,
    Indicator,
    IndicatorVersion,
)
from goldthread.domain.registers.escalation.queries import current_versions, version_of
from goldthread.domain.registers.escalation.rules import keeping
from goldthread.domain.registers.escalation.terms import INDICATOR_ROLE, UNMAPPED_CLOCK
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.refusals import NOT_ALLOWED, Refused, refuse
from goldthread.workflow.rules import broken


@dataclass(frozen=True)
class Wording:
    """What an indicator says: without a step-up and a timescale it leads to nothing defined."""

    name: str
    meaning: str = ""
    threshold: str = ""
    step_up: str = ""
    within_amount: int | None = None
    within_unit: str = ""
    source_text: str = ""


@transaction.atomic
def install_defaults(organisation: Unit, *, at: dt.datetime | None = None) -> None:
    """Give an organisation the shipped indicators it does not have, and the first definition."""
    at = at or timezone.now()
    known = set(Indicator.objects.filter(organisation=organisation).values_list("code", flat=True))
    new = [row for row in defaults.indicators() if row["code"] not in known]
    made = Indicator.objects.bulk_create(
        Indicator(organisation=organisation, code=row["code"]) for row in new
    )
    IndicatorVersion.objects.bulk_create(
        _shipped(indicator, row, at) for indicator, row in zip(made, new, strict=True)
    )
    drawn = defaults.cohort_definition()
    CohortDefinition.objects.get_or_create(
        organisation=organisation,
        number=1,
        defaults={
            "indicators": drawn["indicators"],
            "days": drawn["days"],
            "flagged_too": drawn["flagged_too"],
            "because": drawn["source"],
            "made_at": at,
        },
    )


def _shipped(indicator: Indicator, row: dict[str, Any], at: dt.datetime) -> IndicatorVersion:
    within = row["within"] or {}
    return IndicatorVersion(
        indicator=indicator,
        number=1,
        name=row["label"],
        meaning=row["help"],
        threshold=row["threshold"],
        step_up=row["step_up"],
        within_amount=within.get("amount"),
        within_unit=within.get("unit", ""),
        source_text=row["source"],
        needs_checking=row["check"],
        made_at=at,
    )


@transaction.atomic
def add_indicator(
    organisation: Unit, wording: Wording, *, by: Actor, at: dt.datetime | None = None
) -> IndicatorVersion:
    """Add an indicator; without a step-up it is chased. Refused by ESC-20 and ESC-21."""
    at = at or timezone.now()
    may_keep(organisation, by)
    _check(organisation, wording)
    indicator = Indicator(organisation=organisation, code=_new_code(organisation, wording.name))
    indicator.save(force_insert=True)
    return _store(indicator, 1, wording, by, at)


@transaction.atomic
def save_indicator(
    indicator: Indicator,
    wording: Wording,
    *,
    retired: bool = False,
    by: Actor,
    at: dt.datetime | None = None,
) -> IndicatorVersion:
    """Keep a new wording; what was observed before keeps the old one. Or retire the indicator."""
    at = at or timezone.now()
    may_keep(indicator.organisation, by)
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if not retired:
        _check(indicator.organisation, wording, indicator)
    indicator.retired_on = (indicator.retired_on or timezone.localdate(at)) if retired else None
    indicator.save(update_fields=["retired_on"])
    before = version_of(indicator)
    return _store(indicator, before.number + 1, wording, by, at)


def may_keep(organisation: Unit, by: Actor) -> None:
    """Refuse (WF-01) whoever does not keep the indicators of the whole organisation."""
    if isinstance(by, User) and not scope_of(by).holds(Permission.INDICATORS_KEEP, organisation.pk):
        raise refuse(NOT_ALLOWED, f"You cannot change the indicators of {organisation.name}.")


def _check(organisation: Unit, wording: Wording, own: Indicator | None = None) -> None:
    others = current_versions(organisation.pk).exclude(indicator=own)
    taken = {name.strip().casefold() for name in others.values_list("name", flat=True)}
    refusals = broken(
        (keeping.indicator_has_a_name, keeping.mapped_wholly),
        own,
        {**asdict(wording), "taken": taken},
    )
    if refusals:
        raise Refused(refusals)


def _store(
    indicator: Indicator, number: int, wording: Wording, by: Actor, at: dt.datetime
) -> IndicatorVersion:
    words = {key: value.strip() if isinstance(value, str) else value
             for key, value in asdict(wording).items()}  # fmt: skip
    version = IndicatorVersion(
        indicator=indicator,
        number=number,
        made_at=at,
        made_by=by if isinstance(by, User) else None,
        **words,
    )
    version.save(force_insert=True)
    retired = indicator.retired_on
    write_trail(
        indicator,
        "escalation.indicator",
        by=by,
        at=at,
        facts={"number": number, "retired_on": retired, **words},
        organisation_id=indicator.organisation_id,
    )
    _chase(indicator, version, at)
    return version


def _chase(indicator: Indicator, version: IndicatorVersion, at: dt.datetime) -> None:
    """An indicator in use without a step-up waits for whoever leads governance (row 58)."""
    if version.mapped or indicator.retired_on is not None:
        clocks.meet(indicator, UNMAPPED_CLOCK, at=at)
    elif not of_subject(indicator).filter(kind=UNMAPPED_CLOCK, ended_at__isnull=True).exists():
        clocks.start(
            UNMAPPED_CLOCK,
            indicator,
            unit=indicator.organisation,
            at=at,
            owner_role=INDICATOR_ROLE,
            label=f"Define the step-up of “{version.name}”"[:200],
        )


def _new_code(organisation: Unit, name: str) -> str:
    stem = slugify(name).replace("-", "_")[:50] or "indicator"
    taken = set(Indicator.objects.filter(organisation=organisation).values_list("code", flat=True))
    numbered = (stem if n == 1 else f"{stem}_{n}" for n in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken)
