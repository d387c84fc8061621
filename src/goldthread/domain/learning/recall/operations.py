"""Drawing staff, recording what they remember, and finishing a check."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.queries import organisation_id_of
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.domain.learning.bulletins.models import Bulletin
from goldthread.domain.learning.bulletins.terms import Status as BulletinStatus
from goldthread.domain.learning.library.models import Item
from goldthread.domain.learning.recall import transitions as moves
from goldthread.domain.learning.recall.drawing import Frame, draw_people, frame_of
from goldthread.domain.learning.recall.models import Asked, Check
from goldthread.domain.learning.recall.queries import waiting_in
from goldthread.domain.learning.recall.terms import CLOCK, INSTRUMENT
from goldthread.instruments.operations import respond
from goldthread.instruments.queries import current
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse

ASK_UNTIL = dt.time(17, 0)


@dataclass(frozen=True)
class Wanted:
    """Whom to ask about what: `size` people who hold `roles` at `unit` or below, by `ask_by`.

    `seed` is made by the machine where none is given; `bulletin` should have told them.
    """

    unit: Unit
    item: Item
    roles: tuple[str, ...]
    size: int
    ask_by: dt.date
    bulletin: Bulletin | None = None
    seed: str = ""


@transaction.atomic
def draw_check(wanted: Wanted, *, by: User, at: dt.datetime | None = None) -> Check:
    """Draw who is asked; list, seed and exclusions are kept. Raises `Refused`.

    A sample as large as the list, or larger, is everyone.
    """
    at = at or timezone.now()
    if not scope_of(by).holds(Permission.RECALL_ASK, wanted.unit.pk):
        raise refuse(NOT_ALLOWED, f"You do not ask staff of {wanted.unit.name}.", "unit")
    organisation_id = organisation_id_of(wanted.unit)
    version = current(organisation_id, INSTRUMENT)
    if version is None:
        raise refuse("RCL-10", "The recall check is not set up. Ask an administrator to add it.")
    today = timezone.localdate(at)
    frame = frame_of(wanted.unit, wanted.roles, by, today)
    seed = wanted.seed.strip()[:60] or secrets.token_hex(8)
    check = Check(
        organisation_id=organisation_id,
        unit=wanted.unit,
        item=wanted.item,
        bulletin=wanted.bulletin,
        instrument_version=version,
        roles=sorted(wanted.roles),
        ask_by=wanted.ask_by,
        size=min(max(wanted.size, 0), frame.left),
        everyone=wanted.size >= frame.left,
        seed=seed,
        frame=frame.as_text(),
        frame_size=len(frame.people),
        frame_hash=frame.digest(),
        drawn_at=at,
        drawn_by=by,
    )
    facts = {
        "size": wanted.size,
        "left": frame.left,
        "carried": _carried(wanted),
        "today": today,
    }
    told = {"item": wanted.item.reference, "seed": seed, "size": check.size}
    told |= {"frame_size": check.frame_size, "frame_hash": check.frame_hash}
    start(check, moves.DRAW, by=by, at=at, facts=facts, told=told)
    _make_people(check, frame, seed)
    due_at = timezone.make_aware(dt.datetime.combine(wanted.ask_by, ASK_UNTIL))
    clocks.start_due(
        CLOCK,
        check,
        unit=wanted.unit,
        at=at,
        due_at=due_at,
        label="Ask staff what they remember",
        owner=by,
        source_text="The day was chosen when the people were drawn.",
    )
    return check


def _carried(wanted: Wanted) -> bool:
    bulletin = wanted.bulletin
    if bulletin is None:
        return True
    carries = bulletin.items.filter(pk=wanted.item.pk).exists()
    return bulletin.status == BulletinStatus.SENT and carries


def _make_people(check: Check, frame: Frame, seed: str) -> None:
    drawn = draw_people(frame, check.size, seed)
    check.excluded = [{"row": one.row, "reason": one.reason} for one in drawn.excluded]
    check.save(update_fields=["excluded"])
    Asked.objects.bulk_create(
        Asked(
            check_of=check,
            number=number,
            user=frame.people[one.row].user,
            team=frame.people[one.row].unit,
        )
        for number, one in enumerate(drawn.drawn, 1)
    )


@transaction.atomic
def record_answer(
    person: Asked,
    answers: Mapping[str, str],
    *,
    by: User,
    comments: Mapping[str, str] | None = None,
    at: dt.datetime | None = None,
) -> Asked:
    """Record what someone drawn remembered, rated by the recall check. Raises `Refused`."""
    at = at or timezone.now()
    check, person = _locked(person)
    facts = {"person": person, "by": by}
    perform(moves.ANSWER, check, by=by, at=at, facts=facts, told={"number": person.number})
    person.response = respond(
        check.instrument_version,
        answers,
        subject=check,
        case_label=f"Person {person.number}",
        by=by,
        at=at,
        comments=comments,
    )
    person.noted_at, person.noted_by = at, by
    person.save(update_fields=["response", "noted_at", "noted_by"])
    return person


@transaction.atomic
def note_not_asked(
    person: Asked, because: str, *, by: User, at: dt.datetime | None = None
) -> Asked:
    """Note why someone drawn was not asked: left, away or unwilling. Nobody takes their place."""
    at = at or timezone.now()
    check, person = _locked(person)
    facts = {"person": person, "because": because}
    told = {"number": person.number, "because": because}
    perform(moves.SKIP, check, by=by, at=at, facts=facts, told=told)
    person.not_asked, person.noted_at, person.noted_by = because, at, by
    person.save(update_fields=["not_asked", "noted_at", "noted_by"])
    return person


@transaction.atomic
def finish(check: Check, *, by: User, at: dt.datetime | None = None) -> Check:
    """End the check once everyone drawn was asked or it is noted why not."""
    at = at or timezone.now()
    check = Check.objects.select_for_update().get(pk=check.pk)
    facts = {"waiting": waiting_in(check).count()}
    changes = {"done_at": at, "done_by": by}
    perform(moves.FINISH, check, by=by, at=at, facts=facts, changes=changes, told={})
    clocks.meet(check, CLOCK, at=at)
    return check


def _locked(person: Asked) -> tuple[Check, Asked]:
    """The check kept from others until the transaction ends, and the person as they stand now."""
    check = Check.objects.select_for_update().get(pk=person.check_of_id)
    return check, Asked.objects.get(pk=person.pk)
