"""The pulse counts answers and keeps nobody's."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core import serializers
from django.utils import timezone

from goldthread.domain.learning.pulse import operations, queries
from goldthread.domain.learning.pulse.models import Pulse, TakenPart, Tally
from goldthread.domain.learning.pulse.terms import Status
from goldthread.notices.models import Notice
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories import pulse as made
from tests.factories.provider import Provider, make_provider


def refused_codes(call: Any, *args: Any, **kwargs: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


@pytest.mark.rule("PUL-01", "allowed")
@pytest.mark.rule("PUL-02", "allowed")
@pytest.mark.rule("PUL-03", "allowed")
@pytest.mark.rule("PUL-04", "allowed")
@pytest.mark.rule("PUL-05", "allowed")
@pytest.mark.capability(12)
def test_an_answer_adds_one_to_the_counts_of_a_team(provider: Provider) -> None:
    pulse, reader = made.opened(provider), provider.people["reporter"]
    operations.answer_pulse(pulse, provider.team, made.AGREE, by=reader)
    rows = Tally.objects.values_list("unit", "question", "score", "count")
    assert set(rows) == {(provider.team.pk, q, score, 1) for q, score in made.AGREE.items()}
    assert queries.took_part(pulse, reader)


@pytest.mark.capability(12)
@pytest.mark.capability(118)
def test_nothing_links_an_answer_to_the_person(provider: Provider) -> None:
    pulse, reader = made.opened(provider), provider.people["reporter"]
    entries, notices = Entry.objects.count(), Notice.objects.count()
    operations.answer_pulse(pulse, provider.team, made.AGREE, by=reader)
    assert (Entry.objects.count(), Notice.objects.count()) == (entries, notices)
    kept = json.loads(
        serializers.serialize("json", [*Tally.objects.all(), *TakenPart.objects.all()])
    )
    columns = {name for row in kept for name in row["fields"]}
    assert columns == {"pulse", "unit", "question", "score", "count", "mark"}
    assert str(reader.pk) != TakenPart.objects.get().mark


def test_the_mark_of_a_person_differs_from_pulse_to_pulse(provider: Provider) -> None:
    reader = provider.people["reporter"]
    first = made.closed(provider, made.opened(provider))
    second = made.opened(provider)
    assert queries.mark_of(first, reader) != queries.mark_of(second, reader)


@pytest.mark.rule("PUL-03", "refused")
def test_nobody_answers_twice(provider: Provider) -> None:
    pulse, reader = made.opened(provider), provider.people["reporter"]
    operations.answer_pulse(pulse, provider.team, made.AGREE, by=reader)
    call = operations.answer_pulse
    assert refused_codes(call, pulse, provider.team, made.AGREE, by=reader) == ("PUL-03",)
    assert queries.answered_in_all(pulse) == 1


@pytest.mark.rule("PUL-04", "refused")
@pytest.mark.rule("PUL-04", "boundary")
@pytest.mark.parametrize("change", [{"fair": 0}, {"fair": 6}, {"other": 3}])
def test_an_answer_off_the_scale_is_refused(provider: Provider, change: dict[str, int]) -> None:
    pulse, reader = made.opened(provider), provider.people["reporter"]
    answers, call = made.AGREE | change, operations.answer_pulse
    assert refused_codes(call, pulse, provider.team, answers, by=reader) == ("PUL-04",)
    assert not TakenPart.objects.exists()


@pytest.mark.rule("PUL-05", "refused")
def test_a_pulse_is_answered_at_ones_own_team_and_while_it_is_open(provider: Provider) -> None:
    pulse, reader = made.opened(provider), provider.people["reporter"]
    call = operations.answer_pulse
    assert refused_codes(call, pulse, provider.other_team, made.AGREE, by=reader) == ("PUL-05",)
    late = pulse.closes_on + dt.timedelta(days=1)
    more = {"by": reader, "on": late}
    assert refused_codes(call, pulse, provider.team, made.AGREE, **more) == ("PUL-05",)
    pulse = made.closed(provider, pulse)
    assert refused_codes(call, pulse, provider.team, made.AGREE, by=reader) == ("PUL-05",)


@pytest.mark.rule("PUL-05", "boundary")
def test_the_last_day_counts(provider: Provider) -> None:
    pulse, reader = made.opened(provider), provider.people["reporter"]
    operations.answer_pulse(pulse, provider.team, made.AGREE, by=reader, on=pulse.closes_on)
    assert queries.answered_in_all(pulse) == 1


@pytest.mark.rule("PUL-01", "refused")
def test_two_pulses_are_not_open_at_once(provider: Provider) -> None:
    made.opened(provider)
    assert refused_codes(made.opened, provider) == ("PUL-01",)


@pytest.mark.rule("PUL-02", "refused")
@pytest.mark.rule("PUL-02", "boundary")
@pytest.mark.parametrize(("days", "fits"), [(0, False), (1, True), (60, True), (61, False)])
def test_a_pulse_closes_within_two_months(provider: Provider, days: int, fits: bool) -> None:
    if fits:
        assert made.opened(provider, days=days).status == Status.OPEN
    else:
        assert refused_codes(made.opened, provider, days=days) == ("PUL-02",)


def test_only_who_runs_the_pulse_of_the_organisation_opens_it(provider: Provider) -> None:
    closes_on = timezone.localdate() + dt.timedelta(days=9)
    call = operations.open_pulse
    manager = provider.people["team_manager"]
    assert refused_codes(call, provider.organisation, closes_on, by=manager) == (NOT_ALLOWED,)
    elsewhere = make_provider("Wrenfield Care").people["governance_lead"]
    assert refused_codes(call, provider.organisation, closes_on, by=elsewhere) == (NOT_ALLOWED,)


@pytest.mark.capability(118)
def test_results_are_shown_once_closed_and_small_teams_with_the_place_above(
    provider: Provider,
) -> None:
    pulse = made.opened(provider)
    made.answered(provider, pulse, provider.team, 6)
    made.answered(provider, pulse, provider.other_team, 5)
    assert queries.results(pulse) is None
    (shown,) = queries.results(made.closed(provider, pulse)) or ()
    assert (shown.group.name, shown.group.answered) == ("North Vale", 11)
    assert [(share.agree, share.of) for share in shown.shares] == [(11, 11)] * 3 + [(0, 11)]


@pytest.mark.rule("PUL-04", "allowed")
def test_ten_answers_in_all_show_nothing(provider: Provider) -> None:
    pulse = made.opened(provider)
    made.answered(provider, pulse, provider.team, 10)
    assert queries.results(made.closed(provider, pulse)) is None
    assert queries.whole(Pulse.objects.get(pk=pulse.pk)) is None
