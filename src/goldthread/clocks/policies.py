"""Changing how long things may take in an organisation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db import transaction

from goldthread.access.operations import must_manage
from goldthread.access.refusals import Refusal, Refused
from goldthread.clocks.models import ClockPolicy
from goldthread.clocks.queries import after
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail


@dataclass(frozen=True)
class Limits:
    """What an organisation sets of a clock policy; an amount of None means no figure."""

    due_amount: int | None
    due_unit: str
    breach_amount: int | None
    breach_unit: str
    words: str
    source: str
    source_text: str
    needs_checking: bool = False


@transaction.atomic
def change_policy(policy: ClockPolicy, limits: Limits, *, by: Actor = None) -> ClockPolicy:
    """Set how long something may take from now on; clocks that run keep the time they have.

    Raises Refused (CLK-01 to CLK-04).
    """
    must_manage(by, policy.organisation)
    refusals = list(_faults(limits))
    if refusals:
        raise Refused(refusals)
    wanted = asdict(limits)
    changed = {
        key: [getattr(policy, key), value]
        for key, value in wanted.items()
        if getattr(policy, key) != value
    }
    if changed:
        ClockPolicy.objects.filter(pk=policy.pk).update(**wanted)
        policy.refresh_from_db()
        facts = {"kind": policy.kind, "changed": changed}
        organisation_id = policy.organisation_id
        write_trail(policy, "clocks.policy", by=by, facts=facts, organisation_id=organisation_id)
    return policy


def _faults(limits: Limits) -> Iterator[Refusal]:
    if limits.due_amount is None and not limits.words:
        yield Refusal("CLK-01", "Give a time, or the words the source uses.", "due_amount")
    for name in ("due", "breach"):
        amount, unit = getattr(limits, f"{name}_amount"), getattr(limits, f"{name}_unit")
        if amount is not None and not unit:
            yield Refusal("CLK-02", "Choose what the time is counted in.", f"{name}_unit")
    if limits.breach_amount is not None and not _breach_follows(limits):
        sentence = "The breach must come after the due time. Check both."
        yield Refusal("CLK-03", sentence, "breach_amount")
    if not limits.source_text.strip():
        yield Refusal("CLK-04", "Say where this time comes from.", "source_text")


def _breach_follows(limits: Limits) -> bool:
    """Counted from a Monday morning in a week without holidays, where units can be compared."""
    if limits.due_amount is None:
        return False
    if not limits.due_unit or not limits.breach_unit or limits.breach_amount is None:
        return True
    monday = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
    due = after(monday, limits.due_amount, limits.due_unit)
    return due <= after(monday, limits.breach_amount, limits.breach_unit)
