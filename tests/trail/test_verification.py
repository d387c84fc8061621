"""The trail can be checked: whatever is done to it behind its back is found and named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldthread.access.models import Unit, User
from goldthread.trail.models import Entry, Head
from goldthread.trail.operations import GENESIS, digest, record
from goldthread.trail.verification import Tally, verify

UNIT = "access.unit"


def found() -> list[str]:
    return [str(problem) for problem in verify()]


def entry(unit: Unit, sequence: int) -> Entry:
    return Entry.objects.get(record_type=UNIT, record_id=unit.pk, sequence=sequence)


def last(unit: Unit) -> int:
    return Head.objects.get(record_type=UNIT, record_id=unit.pk).sequence


def test_an_untouched_trail_has_no_problem_and_everything_was_read(chains: list[Unit]) -> None:
    tally = Tally()
    assert list(verify(tally)) == []
    assert tally.entries == Entry.objects.count()
    assert tally.chains == Head.objects.count()


def test_a_changed_entry_is_found(chains: list[Unit], tamper: Any) -> None:
    row = entry(chains[0], 3)
    forged = row.body.replace('"step":', '"step":9')
    tamper("UPDATE trail_entry SET body = %s WHERE id = %s", forged, row.pk)
    assert found() == [f"{UNIT}:{chains[0].pk} entry 3: the entry was changed after it was written"]


def test_an_entry_changed_together_with_its_hash_is_found(chains: list[Unit], tamper: Any) -> None:
    row = entry(chains[0], 3)
    forged = row.body.replace('"step":', '"step":9')
    tamper(
        "UPDATE trail_entry SET body = %s, hash = %s WHERE id = %s", forged, digest(forged), row.pk
    )
    assert found() == [f"{UNIT}:{chains[0].pk} entry 4: it does not follow the entry before it"]


@pytest.mark.parametrize(
    ("column", "value", "name"),
    [
        ("kind", "test.other", "kind"),
        ("actor", "user:1000000", "actor"),
        ("at", "2001-01-01 00:00:00+00", "at"),
        ("thread", 99, "thread"),
        ("organisation_id", 99, "organisation"),
    ],
)
def test_a_column_that_no_longer_says_what_was_hashed_is_found(
    column: str, value: Any, name: str, chains: list[Unit], tamper: Any
) -> None:
    row = entry(chains[1], 2)
    tamper(f"UPDATE trail_entry SET {column} = %s WHERE id = %s", value, row.pk)  # noqa: S608
    assert found() == [
        f"{UNIT}:{chains[1].pk} entry 2: its {name} was changed after it was written"
    ]


def test_a_removed_entry_is_found(chains: list[Unit], tamper: Any) -> None:
    tamper("DELETE FROM trail_entry WHERE id = %s", entry(chains[0], 2).pk)
    problems = found()
    assert f"{UNIT}:{chains[0].pk} entry 2: an entry was removed or reordered here" in problems


def test_a_removed_entry_is_found_although_the_rest_was_renumbered(
    chains: list[Unit], tamper: Any
) -> None:
    tamper("DELETE FROM trail_entry WHERE id = %s", entry(chains[0], 2).pk)
    for sequence in range(3, last(chains[0]) + 1):
        tamper(
            "UPDATE trail_entry SET sequence = %s WHERE id = %s",
            sequence - 1,
            entry(chains[0], sequence).pk,
        )
    assert any("does not follow" in problem for problem in found())


def test_two_entries_that_changed_places_are_found(chains: list[Unit], tamper: Any) -> None:
    two, three = entry(chains[0], 2), entry(chains[0], 3)
    move = "UPDATE trail_entry SET sequence = %s WHERE id = %s"
    tamper(move, 900, two.pk)
    tamper(move, 2, three.pk)
    tamper(move, 3, two.pk)
    assert any("does not follow" in problem for problem in found())


def test_an_inserted_entry_is_found(chains: list[Unit], tamper: Any) -> None:
    row = entry(chains[0], last(chains[0]))
    body = json.loads(row.body) | {"sequence": row.sequence + 1, "previous": row.hash}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    row.pk, row.sequence, row.body, row.hash = None, row.sequence + 1, text, digest(text)
    row.save(force_insert=True)
    assert found() == [
        f"{UNIT}:{chains[0].pk} entry {row.sequence}: "
        "the last entries were removed, inserted or changed"
    ]


def test_a_cut_tail_is_found(chains: list[Unit], tamper: Any) -> None:
    end = last(chains[0])
    tamper("DELETE FROM trail_entry WHERE id = %s", entry(chains[0], end).pk)
    assert (
        f"{UNIT}:{chains[0].pk} entry {end - 1}: "
        "the last entries were removed, inserted or changed" in found()
    )


def test_a_removed_chain_is_found(chains: list[Unit], tamper: Any) -> None:
    tamper("DELETE FROM trail_entry WHERE record_id = %s AND record_type = %s", chains[0].pk, UNIT)
    assert found() == [f"{UNIT}:{chains[0].pk}: the whole chain was removed"]


def test_a_chain_without_its_head_is_found(chains: list[Unit]) -> None:
    Head.objects.filter(record_type=UNIT, record_id=chains[0].pk).delete()
    assert found() == [f"{UNIT}:{chains[0].pk}: entries were inserted without a head"]


def test_a_head_that_was_moved_is_found(chains: list[Unit]) -> None:
    Head.objects.filter(record_type=UNIT, record_id=chains[0].pk).update(sequence=50)
    assert found() == [f"{UNIT}:{chains[0].pk}: its head was changed"]


def test_a_removed_record_is_found(chains: list[Unit]) -> None:
    pk = chains[0].pk
    Unit.objects.filter(pk=pk).delete()
    assert found() == [f"{UNIT}:{pk}: the record was removed"]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE trail_entry SET kind = 'x'", "DELETE FROM trail_entry", "TRUNCATE trail_entry"],
)
def test_the_database_itself_refuses_to_change_an_entry(statement: str, chains: list[Unit]) -> None:
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE; DELETE is refused")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert found() == []


def test_an_entry_and_its_change_are_undone_together(writer: User, chains: list[Unit]) -> None:
    before = Entry.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        record(chains[0], "test.step", by=writer)
        raise RuntimeError
    assert Entry.objects.count() == before
    assert found() == []


facts = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=("Cs",))),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "ü", "é\u0301"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    told=st.lists(
        st.dictionaries(st.sampled_from(["x", "y", "ß"]), facts, max_size=2), min_size=1, max_size=5
    )
)
def test_whatever_is_told_is_read_back_as_it_was_hashed(
    told: list[dict[str, Any]], writer: User
) -> None:
    for one in told:
        record(writer, "test.told", by=writer, facts=one)
    assert found() == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data())
def test_no_single_change_of_a_letter_goes_unseen(data: st.DataObject, chains: list[Unit]) -> None:
    from tests.trail.conftest import without_triggers

    row = entry(chains[0], data.draw(st.integers(1, last(chains[0]))))
    place = data.draw(st.integers(0, len(row.body) - 1))
    letter = data.draw(st.characters(exclude_characters="\0", exclude_categories=("Cs",)))
    forged = row.body[:place] + letter + row.body[place + 1 :]
    with without_triggers():
        Entry.objects.filter(pk=row.pk).update(body=forged)
    assert bool(found()) == (forged != row.body)
    with without_triggers():
        Entry.objects.filter(pk=row.pk).update(body=row.body)


def test_the_first_entry_follows_nothing(chains: list[Unit]) -> None:
    assert json.loads(entry(chains[0], 1).body)["previous"] == GENESIS
