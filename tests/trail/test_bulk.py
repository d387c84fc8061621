"""Many rows inserted at once are the rows the ORM would have inserted one by one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from goldthread.domain.incidents.models import Incident, PersonAffected
from goldthread.domain.incidents.terms import EventType
from goldthread.trail.bulk import insert_like, insert_many
from tests.factories.incidents import make_incident

pytestmark = pytest.mark.django_db


def incident(provider, number: int, **changes) -> Incident:
    values = {
        "organisation": provider.organisation,
        "unit": provider.team,
        "reference": f"X-{number}",
        "event_type": EventType.NEAR_MISS,
        "route": "imported",
        "narrative": "It’s a “near miss” \t\\N\n\\. with 5% £ and \\x",
        "occurred_at": dt.datetime(2024, 7, 1, 13, 5, tzinfo=dt.UTC),
        "occurred_precision": "exact",
        "reported_at": timezone.now(),
        "source_columns": {"a": "ünïcode", "b": [1, None]},
        "reporter_name": "Rowan Testcase",
    }
    return Incident(**(values | changes))


def test_rows_inserted_at_once_read_back_like_rows_saved_one_by_one(provider):
    one, many = incident(provider, 1), incident(provider, 2)
    one.status = many.status = "reported"
    one.save(force_insert=True)
    insert_many([many])
    fields = [
        f.attname for f in Incident._meta.concrete_fields if f.name not in ("id", "reference")
    ]
    saved, inserted = Incident.objects.get(reference="X-1"), Incident.objects.get(reference="X-2")
    assert {name: getattr(inserted, name) for name in fields} == {
        name: getattr(saved, name) for name in fields
    } | {"reported_at": many.reported_at}


def test_keys_go_on_from_the_last_and_leave_room_for_the_next(provider):
    first = make_incident(provider)
    rows = [PersonAffected(incident=first, kind="staff", name="A Testcase") for _ in range(3)]
    insert_many(rows)
    after = PersonAffected.objects.create(incident=first, kind="staff")
    keys = [row.pk for row in rows]
    assert keys == sorted(set(keys))
    assert after.pk > keys[-1]
    assert {row.name for row in PersonAffected.objects.filter(pk__in=keys)} == {"A Testcase"}


def test_constraints_hold(provider):
    rows = [incident(provider, 1), incident(provider, 1)]
    for row in rows:
        row.status = "reported"
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many(rows)


def test_nothing_is_inserted_for_nothing():
    insert_many([])


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_refuses(provider):
    with pytest.raises(RuntimeError, match="inside a transaction"):
        insert_many([incident(provider, 1)])


def test_rows_like_one_row_differ_only_in_what_was_said(provider):
    first = make_incident(provider)
    like = PersonAffected(incident=first, kind="staff", age_bracket="unknown")
    with transaction.atomic():
        insert_like(like, [{"physical_harm": "low"}, {"physical_harm": "none"}])
        insert_like(like, [])
    rows = PersonAffected.objects.filter(incident=first, kind="staff").order_by("pk")
    assert [(row.physical_harm, row.age_bracket, row.name) for row in rows] == [
        ("low", "unknown", ""),
        ("none", "unknown", ""),
    ]
