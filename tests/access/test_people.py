"""People come, are covered and leave, each change in the trail."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.access import operations
from goldthread.access.models import Unit
from goldthread.access.refusals import Refused
from goldthread.trail.queries import of_record
from tests.factories import people

DAY = dt.timedelta(days=1)


@pytest.fixture
def team(db: None) -> Unit:
    return people.team()


def test_someone_who_leaves_today_works_until_the_day_is_over(team: Unit) -> None:
    person = people.person(team, "reporter")
    today = timezone.localdate()
    operations.leave(person, today)
    assert person.is_active
    assert operations.deactivate_leavers(today) == 0
    assert operations.deactivate_leavers(today + DAY) == 1
    person.refresh_from_db()
    assert not person.is_active
    kinds = of_record("access.user", person.pk).values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["access.leave", "access.deactivate"]


def test_the_trail_of_a_person_holds_neither_name_nor_address(team: Unit) -> None:
    person = people.person(team, "reporter", name="Someone Particular")
    bodies = "".join(of_record("access.user", person.pk).values_list("body", flat=True))
    assert "Particular" not in bodies
    assert "@" not in bodies


@pytest.mark.parametrize(
    ("code", "attempt"),
    [
        ("ACC-08", {"absent_from": dt.date(2026, 3, 2), "absent_until": dt.date(2026, 3, 1)}),
        ("ACC-09", {"absent_from": dt.date(2026, 3, 2), "covered_by": "self"}),
        ("ACC-09", {"absent_from": dt.date(2026, 3, 2), "covered_by": "leaver"}),
    ],
)
def test_an_absence_that_cannot_be_is_refused(
    code: str, attempt: dict[str, object], team: Unit
) -> None:
    person, leaver = people.person(team), people.person(team)
    operations.leave(leaver, timezone.localdate() - DAY)
    who = {"self": person, "leaver": leaver}
    if "covered_by" in attempt:
        attempt = attempt | {"covered_by": who[str(attempt["covered_by"])]}
    with pytest.raises(Refused) as refused:
        operations.set_absence(person, **attempt)  # type: ignore[arg-type]
    assert refused.value.codes == (code,)


def test_a_leaver_is_given_no_role_and_leaves_once(team: Unit) -> None:
    person = people.person(team)
    operations.leave(person, timezone.localdate() - DAY)
    for code, again in (
        ("ACC-10", lambda: operations.leave(person, timezone.localdate())),
        ("ACC-12", lambda: operations.grant_role(person, "reporter", team)),
    ):
        with pytest.raises(Refused) as refused:
            again()
        assert refused.value.codes == (code,)


def test_a_rota_that_ends_before_it_starts_is_refused(team: Unit) -> None:
    now = timezone.now()
    with pytest.raises(Refused) as refused:
        operations.put_on_call(team, people.person(team), now, now)
    assert refused.value.codes == ("ACC-08",)
