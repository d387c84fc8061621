"""Rooms hold what was put into them, for their guests and their days alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.domain.governance.packs.terms import Status as PackStatus
from goldthread.domain.governance.rooms import operations as rooms
from goldthread.domain.governance.rooms import queries
from goldthread.domain.governance.rooms.models import PackShare
from goldthread.domain.incidents import operations as incidents
from goldthread.notices.models import Notice
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import Refused
from tests.factories.actions import make_agreed
from tests.factories.incidents import make_incident
from tests.factories.packs import IN_OCTOBER, frozen, monthly
from tests.factories.provider import Provider, make_provider
from tests.factories.rooms import frozen_outside, opened, opening

LEAD = "governance_lead"
DAY = dt.timedelta(days=1)


@pytest.mark.rule("ROM-01", "allowed")
@pytest.mark.rule("ROM-02", "allowed")
def test_a_room_is_opened_for_its_guests_who_are_told(provider: Provider) -> None:
    room = opened(provider)
    inspector = provider.people["inspector"]
    assert room in queries.visible_to(inspector)
    assert room not in queries.visible_to(provider.people["commissioner"])
    assert queries.shut_because(room) == ""
    assert Notice.objects.get(kind="room_opened").recipient == inspector


@pytest.mark.rule("ROM-01", "refused")
def test_a_room_without_an_end_in_sight_is_refused(provider: Provider) -> None:
    today = timezone.localdate()
    for changes in (
        {"ends_on": today + 93 * DAY},
        {"starts_on": today - 9 * DAY, "ends_on": today - DAY},
        {"ends_on": today - DAY},
    ):
        with pytest.raises(Refused) as refused:
            opened(provider, **changes)
        assert refused.value.codes == ("ROM-01",)


@pytest.mark.rule("ROM-01", "boundary")
def test_three_months_and_one_day_are_allowed(provider: Provider) -> None:
    today = timezone.localdate()
    assert opened(provider, ends_on=today + 92 * DAY).pk
    assert opened(provider, ends_on=today).pk


@pytest.mark.rule("ROM-02", "refused")
def test_guests_hold_the_role_already(provider: Provider) -> None:
    stranger = make_provider("Elsewhere").people["inspector"]
    for guests in ([], [provider.people["commissioner"]], [stranger]):
        with pytest.raises(Refused) as refused:
            opened(provider, guests=guests)
        assert refused.value.codes == ("ROM-02",)


def test_only_who_opens_rooms_opens_one(provider: Provider) -> None:
    with pytest.raises(Refused):
        rooms.open_room(
            provider.organisation,
            opening(),
            [provider.people["inspector"]],
            by=provider.people["executive"],
        )


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "This room opens on"), (15, "This room was open until")]
)
def test_before_and_after_its_days_a_room_says_why_it_is_shut(
    provider: Provider, days: int, words: str
) -> None:
    room = opened(provider)
    assert words in queries.shut_because(room, timezone.now() + days * DAY)


def test_a_closed_room_says_so(provider: Provider) -> None:
    room = rooms.close_room(opened(provider), by=provider.people[LEAD])
    assert "was closed by whoever opened it" in queries.shut_because(room)


@pytest.mark.rule("ROM-03", "allowed")
@pytest.mark.rule("ROM-04", "allowed")
@pytest.mark.rule("ROM-05", "allowed")
def test_packs_bundles_and_records_stand_in_an_inspectors_room(provider: Provider) -> None:
    room, lead = opened(provider), provider.people[LEAD]
    action = make_agreed(provider)
    rooms.put_pack(room, frozen(provider), by=lead)
    rooms.put_record(room, action.incident, by=lead)
    today = timezone.localdate()
    for kind in ("escalation", "safeguarding", "restrictive-practice"):
        thing = rooms.put_bundle(room, kind, today - 30 * DAY, today, by=lead)
        assert queries.bundle_in(thing, provider.people["inspector"]).parts
    _, record, *_ = queries.things_of(room)
    text = str([section.as_json() for section in queries.record_in(record)])
    assert action.title in text


@pytest.mark.rule("ROM-03", "refused")
def test_a_draft_stands_in_no_room(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        rooms.put_pack(opened(provider), monthly(provider), by=provider.people[LEAD])
    assert refused.value.codes == ("ROM-03",)


@pytest.mark.rule("ROM-04", "refused")
def test_a_commissioner_reads_no_record_and_no_pack_of_the_inside(provider: Provider) -> None:
    room, lead = opened(provider, "commissioner"), provider.people[LEAD]
    today = timezone.localdate()
    inside = frozen(provider)
    with pytest.raises(Refused) as refused:
        rooms.put_pack(room, inside, by=lead)
    assert refused.value.codes == ("ROM-04",)
    with pytest.raises(Refused):
        rooms.put_record(room, make_incident(provider), by=lead)
    with pytest.raises(Refused):
        rooms.put_bundle(room, "escalation", today, today, by=lead)
    assert inside not in queries.packs_for(room)
    assert rooms.put_pack(room, frozen_outside(provider), by=lead).pk


@pytest.mark.rule("ROM-05", "refused")
def test_what_is_kept_to_some_stands_in_no_room(provider: Provider) -> None:
    room, lead = opened(provider), provider.people[LEAD]
    action = make_agreed(provider, at=IN_OCTOBER, due_on=dt.date(2026, 10, 20))
    pack = frozen(provider)
    incidents.restrict(action.incident, "Staff", viewers=[lead], by=lead)
    for put in (
        lambda: rooms.put_record(room, action.incident, by=lead),
        lambda: rooms.put_pack(room, pack, by=lead),
    ):
        with pytest.raises(Refused) as refused:
            put()
        assert refused.value.codes == ("ROM-05",)


def test_what_is_opened_is_on_the_trail(provider: Provider) -> None:
    room, inspector = opened(provider), provider.people["inspector"]
    thing = rooms.put_record(room, make_incident(provider), by=provider.people[LEAD])
    rooms.note_opened(room, None, by=inspector)
    rooms.note_opened(room, thing, by=inspector)
    kinds = list(
        Entry.objects.filter(record_type="rooms.room", actor=f"user:{inspector.pk}")
        .order_by("sequence")
        .values_list("kind", flat=True)
    )
    assert kinds == ["room.entered", "room.opened_thing"]


def test_what_is_taken_out_is_found_no_more(provider: Provider) -> None:
    room, lead = opened(provider), provider.people[LEAD]
    thing = rooms.put_pack(room, frozen(provider), by=lead)
    rooms.take_out(room, thing, by=lead)
    assert list(queries.things_of(room)) == []


@pytest.mark.rule("ROM-06", "refused")
def test_a_pack_of_the_inside_is_not_shared_by_a_link(provider: Provider) -> None:
    pack = frozen(provider)
    with pytest.raises(Refused) as refused:
        rooms.share_pack(pack, "Ann", "ann@icb.example", by=provider.people[LEAD])
    assert refused.value.codes == ("ROM-06",)
    assert PackShare.objects.count() == 0


@pytest.mark.rule("ROM-06", "allowed")
def test_two_recipients_have_two_links(provider: Provider) -> None:
    pack, lead = frozen_outside(provider), provider.people[LEAD]
    assert pack.status == PackStatus.FROZEN
    first, *_ = rooms.share_pack(pack, "Commissioner", "a@icb.example", by=lead)
    second, *_ = rooms.share_pack(pack, "Council", "b@council.example", by=lead)
    assert {first, second} == set(queries.shares_of(pack))
    assert rooms.withdraw_share(first, by=lead) == 1
    assert rooms.withdraw_share(second, by=lead) == 1
