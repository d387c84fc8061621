"""A commissioner's and an inspector's visit, and a pack read through a link."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.governance.rooms import operations as rooms
from goldthread.domain.governance.rooms import queries
from goldthread.domain.governance.rooms.models import PackShare, Room
from goldthread.domain.incidents import operations as incidents
from goldthread.links import operations as links
from goldthread.links.queries import links_of
from goldthread.trail.models import Entry
from tests.factories.actions import make_agreed
from tests.factories.clients import client_for
from tests.factories.packs import IN_OCTOBER, frozen
from tests.factories.provider import Provider, make_provider
from tests.factories.rooms import frozen_outside, opened

ClientOf = Callable[[str], Client]
LEAD = "governance_lead"
PARTS = ("day", "month", "year")


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_room_is_opened_filled_read_and_closed(provider: Provider, client_of: ClientOf) -> None:
    lead, inspector = client_of(LEAD), client_of("inspector")
    action, today = make_agreed(provider), timezone.localdate()
    answers = {
        "made_for": "inspector",
        "unit": str(provider.organisation.pk),
        "guests": [str(provider.people["inspector"].pk)],
        "purpose": "Inspection",
        "shows_measures": "on",
        **{
            f"starts_on-{n}": v
            for n, v in zip(PARTS, (today.day, today.month, today.year), strict=True)
        },
        **{
            f"ends_on-{n}": v
            for n, v in zip(PARTS, (today.day, today.month, today.year), strict=True)
        },
    }
    assert lead.post("/rooms/new", answers).status_code == 302
    room = Room.objects.get()
    put = {"what": "record", "incident": action.incident.reference, "page_version": room.version}
    assert lead.post(f"/rooms/{room.pk}/put", put).status_code == 302
    thing = queries.things_of(room).get()
    assert action.incident.reference in text_of(inspector.get(f"/rooms/{room.pk}/"))
    record = text_of(inspector.get(f"/rooms/{room.pk}/{thing.pk}/"))
    assert action.title in record
    assert f"/actions/{action.pk}/" not in record
    kinds = set(Entry.objects.filter(record_type="rooms.room").values_list("kind", flat=True))
    assert {"room.entered", "room.opened_thing"} <= kinds
    room.refresh_from_db()
    lead.post(f"/rooms/{room.pk}/close", {"page_version": room.version})
    shut = inspector.get(f"/rooms/{room.pk}/{thing.pk}/")
    assert shut.status_code == 403
    assert "This room was closed by whoever opened it." in text_of(shut)


def test_a_room_that_is_over_says_until_when_it_was_open(
    provider: Provider, client_of: ClientOf
) -> None:
    today = timezone.localdate()
    before = timezone.now() - dt.timedelta(days=20)
    room = opened(
        provider,
        at=before,
        starts_on=today - dt.timedelta(days=20),
        ends_on=today - dt.timedelta(days=1),
    )
    answer = client_of("inspector").get(f"/rooms/{room.pk}/")
    assert answer.status_code == 403
    assert "This room was open until" in text_of(answer)


def test_a_commissioner_reads_only_what_is_suppressed(
    provider: Provider, client_of: ClientOf
) -> None:
    for _ in range(3):
        make_agreed(provider, at=IN_OCTOBER.replace(month=8))
    room = opened(provider, "commissioner")
    thing = rooms.put_pack(room, frozen_outside(provider), by=provider.people[LEAD])
    client = client_of("commissioner")
    page = text_of(client.get(f"/rooms/{room.pk}/{thing.pk}/"))
    assert "Fewer than 5 incidents were reported" in page
    assert client.get(f"/packs/{thing.pack_id}/").status_code == 403
    assert client.get(f"/rooms/{room.pk}/put").status_code == 403


def test_someone_elses_room_is_not_found(provider: Provider) -> None:
    room = opened(provider)
    elsewhere = make_provider("Elsewhere")
    for role in ("inspector", LEAD):
        assert client_for(elsewhere.people[role]).get(f"/rooms/{room.pk}/").status_code == 404
    assert client_for(provider.people["commissioner"]).get(f"/rooms/{room.pk}/").status_code == 404


def test_what_was_restricted_since_is_kept_from_guests(
    provider: Provider, client_of: ClientOf
) -> None:
    room, lead = opened(provider), provider.people[LEAD]
    action = make_agreed(provider, at=IN_OCTOBER, due_on=dt.date(2026, 10, 20))
    record = rooms.put_record(room, action.incident, by=lead)
    pack = rooms.put_pack(room, frozen(provider), by=lead)
    incidents.restrict(action.incident, "Staff", viewers=[lead], by=lead)
    for thing in (record, pack):
        answer = client_of("inspector").get(f"/rooms/{room.pk}/{thing.pk}/")
        assert answer.status_code == 403
        assert "restricted to named people after it was put here" in text_of(answer)
        assert action.title not in text_of(answer)


def test_a_bundle_is_read_in_the_room(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    room, today = opened(provider), timezone.localdate()
    thing = rooms.put_bundle(
        room, "escalation", today - dt.timedelta(days=30), today, by=provider.people[LEAD]
    )
    page = text_of(client_of("inspector").get(f"/rooms/{room.pk}/{thing.pk}/"))
    assert "Sampling outcomes" in page


def shared_link(provider: Provider, client_of: ClientOf) -> tuple[Any, str]:
    """A pack shared through the page, and the path of its link."""
    pack = frozen_outside(provider)
    answers = {"recipient": "Quality lead", "email": "quality@icb.example"}
    page = client_of(LEAD).post(f"/packs/{pack.pk}/share", answers).content.decode()
    found = re.search(r"/partner/[\w-]+/", page)
    assert found is not None
    return pack, found[0]


@pytest.mark.capability(7)
def test_a_link_opens_the_pack_with_its_code_and_the_opening_is_logged(
    provider: Provider, client_of: ClientOf
) -> None:
    pack, address = shared_link(provider, client_of)
    share = PackShare.objects.get()
    stranger = Client()
    first = text_of(stranger.get(address))
    assert pack.title not in first
    code_page = client_of(LEAD).post(f"/packs/{pack.pk}/shares/{share.pk}/code").content.decode()
    found = re.search(r"(\d{3}) (\d{3})", code_page)
    assert found is not None
    wrong = stranger.post(address, {"code": "000000" if found[0] != "000 000" else "111111"})
    assert "if the link was forwarded to you, ask for a link of your own" in text_of(wrong)
    assert stranger.post(address, {"code": found[1] + found[2]}).status_code == 302
    read = stranger.get("/partner/open")
    assert pack.title in text_of(read)
    assert read.headers["Cache-Control"] == "no-store"
    assert f"/packs/{pack.pk}" not in text_of(read)
    entries = Entry.objects.filter(record_type="rooms.packshare", record_id=share.pk)
    assert "link.opened" in set(entries.values_list("kind", flat=True))


def test_a_guessed_link_is_not_known(provider: Provider) -> None:
    answer = Client().get("/partner/guessed-guessed-guessed/")
    assert answer.status_code == 404
    assert "This link is not known here." in text_of(answer)


def test_a_withdrawn_link_says_so(provider: Provider, client_of: ClientOf) -> None:
    pack, address = shared_link(provider, client_of)
    share = PackShare.objects.get()
    client_of(LEAD).post(f"/packs/{pack.pk}/shares/{share.pk}/withdraw")
    assert "This link was withdrawn" in text_of(Client().get(address))


def test_a_link_past_its_last_day_says_so(provider: Provider, client_of: ClientOf) -> None:
    pack, lead = frozen_outside(provider), provider.people[LEAD]
    long_ago = timezone.now() - dt.timedelta(days=15)
    *_, token = rooms.share_pack(pack, "Quality lead", "q@icb.example", by=lead, at=long_ago)
    assert "This link is past its last day." in text_of(Client().get(f"/partner/{token}/"))


def test_a_link_opened_in_one_browser_opens_nothing_in_another(
    provider: Provider, client_of: ClientOf
) -> None:
    pack, address = shared_link(provider, client_of)
    share = PackShare.objects.get()
    link = links_of(share).first()
    assert link is not None
    code = links.new_code(link, share, by=provider.people[LEAD])
    mine, theirs = Client(), Client()
    mine.post(address, {"code": code})
    assert mine.get("/partner/open/charts/999.svg").status_code == 404
    assert pack.title in text_of(mine.get("/partner/open"))
    assert pack.title not in text_of(theirs.get("/partner/open"))
    assert theirs.get("/partner/open/charts/0.svg").status_code == 404
    again = theirs.post(address, {"code": code})
    assert "tried too often or has been used" in text_of(again)


def test_a_pack_of_the_inside_offers_no_link(provider: Provider, client_of: ClientOf) -> None:
    pack = frozen(provider)
    answers = {"recipient": "Quality lead", "email": "quality@icb.example"}
    answer = client_of(LEAD).post(f"/packs/{pack.pk}/share", answers)
    assert answer.status_code == 422
    assert "Only a frozen pack made for readers outside" in text_of(answer)
