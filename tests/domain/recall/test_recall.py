"""Staff drawn at random are asked, unaided; what they remember has its interval."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from goldthread.access import operations as access
from goldthread.clocks.queries import of_subject
from goldthread.domain.learning.recall import operations, queries
from goldthread.domain.learning.recall.drawing import same_draw
from goldthread.domain.learning.recall.models import Check
from goldthread.domain.learning.recall.terms import NotAsked, Status
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, Refused
from tests.factories import bulletins, library
from tests.factories import recall as made
from tests.factories.provider import Provider


def refused_codes(call: Any, *args: Any, **kwargs: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


@pytest.mark.rule("RCL-01", "allowed")
@pytest.mark.rule("RCL-02", "allowed")
@pytest.mark.rule("RCL-03", "allowed")
@pytest.mark.rule("RCL-09", "allowed")
@pytest.mark.capability(106)
def test_staff_are_drawn_by_a_seed_that_repeats_the_draw(provider: Provider) -> None:
    check = made.drawn(made.staffed(provider, 11), size=5)
    people = tuple(check.people.values_list("user", flat=True))
    rows = [one["row"] for one in check.excluded]
    assert len(people) == 5
    assert same_draw(check.frame, check.size, check.seed, rows) == people
    assert (check.frame_size, check.everyone) == (12, False)


@pytest.mark.capability(106)
def test_a_sample_larger_than_the_team_asks_everyone_and_says_so(provider: Provider) -> None:
    check = made.drawn(made.staffed(provider, 2), size=10)
    for person in check.people.all():
        made.asked(provider, person)
    found = queries.remembered(check)
    assert (check.everyone, check.size, found.result.whole_list) == (True, 3, True)
    assert "Everyone was asked, so nothing is estimated." in found.sentence


@pytest.mark.rule("RCL-03", "boundary")
def test_a_sample_as_large_as_the_team_is_everyone(provider: Provider) -> None:
    assert made.drawn(made.staffed(provider, 2), size=3).everyone
    assert not made.drawn(provider, size=2).everyone


def test_who_draws_and_who_is_away_are_left_out_with_the_reason(provider: Provider) -> None:
    access.grant_role(provider.people["supervisor"], "reporter", provider.team)
    made.staffed(provider, 1)
    today = timezone.localdate()
    access.set_absence(provider.people["reporter"], today, today + dt.timedelta(days=20))
    check = made.drawn(provider)
    reasons = sorted(one["reason"] for one in check.excluded)
    assert reasons == ["away on the day of the draw", "draws this check"]
    assert check.people.count() == 1


@pytest.mark.rule("RCL-01", "refused")
def test_nobody_is_asked_about_what_is_not_published(provider: Provider) -> None:
    item = library.drafted(provider)
    assert refused_codes(made.drawn, provider, item=item) == ("RCL-01",)


@pytest.mark.rule("RCL-02", "refused")
def test_a_draw_from_nobody_is_refused(provider: Provider) -> None:
    assert refused_codes(made.drawn, provider, roles=("executive",)) == ("RCL-02",)


@pytest.mark.rule("RCL-03", "refused")
@pytest.mark.parametrize("size", [0, 201])
def test_nobody_and_too_many_are_refused(provider: Provider, size: int) -> None:
    assert refused_codes(made.drawn, provider, size=size) == ("RCL-03",)


@pytest.mark.rule("RCL-09", "refused")
@pytest.mark.rule("RCL-09", "boundary")
def test_staff_are_asked_by_today_or_later(provider: Provider) -> None:
    today = timezone.localdate()
    yesterday = today - dt.timedelta(days=1)
    assert refused_codes(made.drawn, provider, ask_by=yesterday) == ("RCL-09",)
    assert made.drawn(provider, ask_by=today).pk


@pytest.mark.rule("RCL-08", "allowed")
@pytest.mark.capability(106)
def test_a_check_stands_beside_the_bulletin_that_carried_the_learning(
    provider: Provider,
) -> None:
    bulletin = bulletins.sent(provider)
    check = made.drawn(provider, item=bulletin.items.get(), bulletin=bulletin)
    assert queries.of_bulletin(bulletin) == [check]


@pytest.mark.rule("RCL-08", "refused")
def test_a_bulletin_that_did_not_carry_it_is_refused(provider: Provider) -> None:
    bulletin = bulletins.sent(provider)
    other = library.published(provider)
    assert refused_codes(made.drawn, provider, item=other, bulletin=bulletin) == ("RCL-08",)


@pytest.mark.rule("RCL-04", "allowed")
@pytest.mark.rule("RCL-05", "allowed")
@pytest.mark.capability(106)
def test_what_people_remember_is_rated_and_has_its_interval(provider: Provider) -> None:
    check = made.drawn(made.staffed(provider, 11), size=8)
    for number, person in enumerate(check.people.all()):
        made.asked(provider, person, made.FORGETS if number == 0 else made.REMEMBERS)
    result = queries.remembered(check).result
    assert (result.passed, result.checked, result.standard) == (7, 8, 80)
    assert (round(result.lower), round(result.upper)) == (53, 98)


@pytest.mark.rule("RCL-05", "refused")
def test_nobody_is_asked_twice(provider: Provider) -> None:
    check = made.drawn(provider)
    person = check.people.get()
    made.asked(provider, person)
    assert refused_codes(made.asked, provider, person) == ("RCL-05",)


@pytest.mark.rule("RCL-04", "refused")
def test_nobody_rates_themselves(provider: Provider) -> None:
    check = made.drawn(provider, roles=("team_manager",))
    person, manager = check.people.get(), provider.people["team_manager"]
    call = operations.record_answer
    assert refused_codes(call, person, made.REMEMBERS, by=manager) == ("RCL-04",)


def test_an_answer_that_is_not_whole_is_refused_and_nobody_counts_as_asked(
    provider: Provider,
) -> None:
    check = made.drawn(provider)
    answers = {"learning": "yes"}
    assert refused_codes(made.asked, provider, check.people.get(), answers)
    assert queries.remembered(check).waiting == 1


@pytest.mark.rule("RCL-06", "allowed")
@pytest.mark.parametrize("because", list(NotAsked))
def test_who_left_refused_or_was_away_is_noted_and_not_counted(
    provider: Provider, because: NotAsked
) -> None:
    check = made.drawn(made.staffed(provider, 1))
    first, second = check.people.all()
    operations.note_not_asked(first, because, by=provider.people["supervisor"])
    made.asked(provider, second)
    found = queries.remembered(check)
    assert (found.not_asked, found.result.checked, found.waiting) == ({because: 1}, 1, 0)
    assert not found.result.whole_list


@pytest.mark.rule("RCL-06", "refused")
def test_somebody_not_asked_has_a_reason(provider: Provider) -> None:
    check = made.drawn(provider)
    call, by = operations.note_not_asked, provider.people["supervisor"]
    assert refused_codes(call, check.people.get(), "", by=by) == ("RCL-06",)


@pytest.mark.rule("RCL-07", "refused")
@pytest.mark.rule("RCL-07", "allowed")
def test_a_check_is_done_once_nobody_waits(provider: Provider) -> None:
    check, by = made.drawn(provider), provider.people["supervisor"]
    assert refused_codes(operations.finish, check, by=by) == ("RCL-07",)
    made.asked(provider, check.people.get())
    check = operations.finish(check, by=by)
    assert check.status == Status.DONE
    assert of_subject(check).get().met


def test_a_check_that_is_done_takes_no_more_answers(provider: Provider) -> None:
    check, by = made.drawn(provider), provider.people["supervisor"]
    operations.note_not_asked(check.people.get(), NotAsked.REFUSED, by=by)
    operations.finish(check, by=by)
    assert refused_codes(made.asked, provider, check.people.get()) == (WRONG_STATE,)


@pytest.mark.capability(106)
def test_results_are_given_by_team(provider: Provider) -> None:
    provider.person("Wenna Elsewhere", "reporter", provider.other_team)
    by = provider.people["verifier"]
    wanted = made.wanted(provider, unit=provider.locality)
    check = operations.draw_check(wanted, by=by)
    for person in queries.people_of(check):
        operations.record_answer(person, made.REMEMBERS, by=by)
    teams = queries.by_team(check, queries.people_of(check))
    assert [(unit.name, found.result.checked) for unit, found in teams] == [
        ("Alder Team", 1),
        ("Birch Team", 1),
    ]


def test_only_those_who_ask_there_draw_and_read_names(provider: Provider) -> None:
    wanted, people = made.wanted(provider, unit=provider.other_team), provider.people
    call = operations.draw_check
    assert refused_codes(call, wanted, by=people["supervisor"]) == (NOT_ALLOWED,)
    check = made.drawn(provider)
    assert queries.may_ask(people["supervisor"], check)
    assert not queries.asked_visible_to(people["executive"]).exists()
    assert not queries.visible_to(people["reporter"]).exists()


def test_the_trail_of_a_check_names_nobody_who_was_asked(provider: Provider) -> None:
    check = made.drawn(provider)
    made.asked(provider, check.people.get())
    entries = Entry.objects.filter(record_type="recall.check", record_id=check.pk)
    assert entries.count() == 3
    assert not any("Test Reporter" in str(entry.body) for entry in entries)
    assert Check.objects.get().seed == "november"
