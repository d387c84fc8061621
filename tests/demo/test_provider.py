"""The invented provider has the shape it should, and nobody in it is real."""

import datetime as dt
import random

import pytest

from goldthread import defaults
from goldthread.analytics.personal_data import is_nhs_number
from goldthread.demo.people import check_digit, nhs_number, people_served
from goldthread.demo.provider import provider

TODAY = dt.date(2026, 11, 21)


def people(seed: int = 7):
    return people_served(random.Random(seed), TODAY)


def test_there_are_twelve_teams_in_three_localities():
    assert len(provider().teams) == 12
    assert len(provider().localities) == 3
    assert {team.locality for team in provider().teams} == {p.code for p in provider().localities}


def test_every_role_is_held_and_some_hold_several():
    roles = {role["code"] for role in defaults.roles()}
    assert {grant.role for one in provider().staff for grant in one.grants} == roles
    assert 38 <= len(provider().staff) <= 46
    assert any(len(one.grants) > 1 for one in provider().staff)


def test_one_sign_in_is_chosen_for_each_role():
    sign_ins = [one.sign_in for one in provider().staff if one.sign_in]
    assert sorted(sign_ins) == sorted(role["code"] for role in defaults.roles())
    assert all(one.holds(one.sign_in) for one in provider().staff if one.sign_in)


def test_every_team_has_one_manager_and_somebody_who_reports():
    for team in provider().teams:
        assert len(provider().of_team(team.code, "team_manager")) == 1


def test_teams_use_shipped_pathways_and_service_models():
    pathways = {row["code"] for row in defaults.pathways()}
    models = {row["code"] for row in defaults.service_models()}
    assert {team.pathway for team in provider().teams} <= pathways
    assert {team.service_model for team in provider().teams} <= models


def test_addresses_are_in_domains_that_can_never_exist():
    assert all(one.email.endswith(".example") for one in provider().staff)
    assert len({one.email for one in provider().staff}) == len(provider().staff)


@pytest.mark.parametrize(("nine", "digit"), [("943476591", 9), ("401023213", 7)])
def test_the_check_digit_is_that_of_published_example_numbers(nine, digit):
    assert check_digit(nine) == digit


def test_nhs_numbers_are_valid_and_from_the_test_range():
    numbers = [one.nhs_number for one in people()]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert number.startswith("999")
        assert check_digit(number[:9]) == int(number[9])
    assert any(nhs_number(serial) is None for serial in range(30))


def test_no_two_people_share_a_name_or_a_record_number():
    served = people()
    assert len({one.name for one in served}) == len(served)
    assert len({one.record_number for one in served}) == len(served)


def test_ages_fit_the_team():
    for one in people():
        age = one.age(TODAY)
        assert 16 <= age <= 92
        if one.team == "osmerley-older-adults":
            assert age >= 65


def test_the_same_seed_gives_the_same_people():
    assert people() == people()
    assert people(7) != people(8)


def test_the_personal_data_finder_knows_our_nhs_numbers():
    assert all(is_nhs_number(one.nhs_number) for one in people())
