"""The reports read as if many people had written them over two years."""

import datetime as dt
import random
import re
from collections import Counter
from functools import cache
from statistics import median

import pytest

from goldthread import defaults
from goldthread.analytics.personal_data import find_personal_data
from goldthread.analytics.wording import find_wording
from goldthread.demo.people import people_served
from goldthread.demo.provider import provider
from goldthread.demo.reports import Composed, Composer
from goldthread.demo.scenarios import scenarios

TODAY = dt.date(2026, 11, 21)
MANY = 2500


@cache
def composed(seed: int = 7, many: int = MANY) -> tuple[Composed, ...]:
    rng = random.Random(seed)
    composer = Composer(rng, TODAY, people_served(rng, TODAY))
    return tuple(composer.compose() for _ in range(many))


def narratives() -> list[str]:
    return [one.report.narrative for one in composed()]


def test_the_same_seed_gives_the_same_reports_and_another_gives_others():
    assert [one.report for one in composed(3, 200)] == [
        one.report for one in composed.__wrapped__(3, 200)
    ]
    assert composed(3, 200)[0].report != composed(4, 200)[0].report


def test_there_are_at_least_sixty_families_with_several_ways_of_telling_each():
    assert len(scenarios()) >= 60
    assert all(len(one.opening) >= 2 and len(one.then) >= 2 for one in scenarios())
    assert median(len(one.opening) * len(one.then) * len(one.did) for one in scenarios()) >= 12


def test_scenarios_use_shipped_categories_and_themes():
    assert {one.category for one in scenarios()} <= {c["code"] for c in defaults.categories()}
    assert {one.theme for one in scenarios()} <= {t["code"] for t in defaults.themes()}


def test_no_two_narratives_are_the_same():
    assert len(set(narratives())) == MANY


def test_sentences_are_varied():
    sentences = [s for text in narratives() for s in re.split(r"(?<=[.?!])\s+", text)]
    counted = Counter(sentences)
    assert len(counted) / len(sentences) > 0.42
    assert counted.most_common(1)[0][1] < len(sentences) / 100


def test_lengths_run_from_two_lines_to_a_few_paragraphs():
    lengths = sorted(map(len, narratives()))
    assert lengths[len(lengths) // 10] < 170
    assert 220 < median(lengths) < 400
    assert lengths[-len(lengths) // 10] > 480
    assert any(text.count("\n\n") >= 3 for text in narratives())


def test_no_slot_or_mark_of_the_little_language_is_left():
    for one in composed():
        told = one.report.title + one.report.narrative + one.report.immediate_action
        assert not re.search(r"[{}<>|]", told), told
        assert "  " not in told


def test_the_pronouns_of_a_report_agree_with_the_person():
    for one in composed():
        words = set(re.findall(r"[a-z]+", one.report.narrative.lower()))
        wrong = {"himself"} if one.teller.person.gender == "female" else {"herself"}
        assert not wrong & words


def test_harm_is_mostly_none_or_low_and_seldom_severe():
    harms = Counter(a.physical_harm for one in composed() for a in one.report.affected)
    psychological = Counter(a.psychological_harm for one in composed() for a in one.report.affected)
    assert (harms["none"] + harms["low"]) / harms.total() > 0.85
    assert 0 < harms["severe"] + harms["fatal"] < MANY * 0.02
    assert 0 < psychological["severe"] < MANY * 0.02


def test_nobody_is_hurt_by_a_near_miss_a_risk_or_good_care():
    for one in composed():
        if one.report.event_type in ("near_miss", "risk", "good_care"):
            for affected in one.report.affected:
                assert (affected.physical_harm, affected.psychological_harm) == ("none", "none")


def test_good_care_is_about_a_twelfth():
    share = sum(one.report.event_type == "good_care" for one in composed()) / MANY
    assert 0.06 < share < 0.13


def test_every_event_type_and_every_route_is_met():
    assert {one.report.event_type for one in composed()} == {
        "incident",
        "near_miss",
        "risk",
        "outcome",
        "good_care",
    }
    assert {one.report.route for one in composed()} == {
        "signed_in",
        "confidential",
        "anonymous",
        "family",
    }


def test_nothing_is_reported_before_it_happened_or_after_now():
    now = dt.datetime(2026, 11, 21, 8, 30, tzinfo=composed()[0].report.occurred_at.tzinfo)
    for one in composed():
        report = one.report
        assert report.occurred_at <= report.discovered_at <= report.reported_at <= now


def test_only_a_named_route_names_a_reporter():
    for one in composed():
        assert (one.report.reporter is None) == (one.report.route in ("anonymous", "family"))


def test_falls_are_commoner_in_winter():
    months = Counter(
        one.report.occurred_at.month for one in composed() if one.scenario.category == "fall"
    )
    assert months[12] + months[1] + months[2] > 1.5 * (months[6] + months[7] + months[8])


def test_a_team_falls_silent_for_a_while():
    days = [
        (TODAY - one.report.occurred_at.date()).days
        for one in composed()
        if one.report.team == "quillhaven-cmht"
    ]
    quiet = sum(240 <= day <= 330 for day in days)
    assert quiet < len(days) * 91 / 730 / 2


def test_some_teams_report_later_than_others():
    lags: dict[str, list[float]] = {}
    for one in composed():
        report = one.report
        hours = (report.reported_at - report.occurred_at).total_seconds() / 3600
        lags.setdefault(report.team, []).append(hours)
    assert median(lags["quillhaven-therapies"]) > 3 * median(lags["tarnwick-crisis"])


@pytest.mark.capability(10)
def test_a_few_imperfect_reports_give_the_wording_and_personal_data_hints_something_to_find():
    names = [one.name for one in provider().staff]
    some = narratives()[:600]
    personal = sum(bool(find_personal_data(text, names)) for text in some)
    blaming = sum(bool(find_wording(text)) for text in some)
    assert 5 <= personal <= len(some) * 0.15
    assert 2 <= blaming <= len(some) * 0.1


def test_no_address_or_number_can_reach_anyone():
    for text in narratives():
        for number in re.findall(r"\b07\d{3} ?\d{6}\b", text):
            assert number.startswith("07700 900")
        assert "@" not in text
