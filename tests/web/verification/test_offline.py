"""Answers that were given without signal arrive once, and only for their own writer."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goldthread.domain.verification.models import Case, Round
from goldthread.domain.verification.operations import check_case
from goldthread.web.report.offline import owner_key
from tests.factories.provider import Provider
from tests.factories.verification import FAILS, PASSES, drawn, first_round, running

ClientOf = Callable[[str], Client]


@pytest.fixture
def row(provider: Provider) -> Round:
    return drawn(provider, first_round(running(provider)))


def queued(provider: Provider, case: Case, answers: dict[str, str]) -> dict[str, Any]:
    fields = {f"case{case.pk}-{name}": value for name, value in answers.items()}
    owner = owner_key(provider.people["verifier"])
    return {"key": "one", "owner": owner, "case": str(case.pk), **fields}


@pytest.mark.capability(51)
def test_queued_answers_are_taken_and_the_same_again_counts_once(
    provider: Provider, client_of: ClientOf, row: Round
) -> None:
    case = row.cases.all()[0]
    client, sent = client_of("verifier"), queued(provider, case, PASSES)
    first = client.post("/verification/queue", sent).json()
    again = client.post("/verification/queue", sent).json()
    case.refresh_from_db()
    assert case.response is not None
    assert case.response.passes
    assert (first["reference"], first["again"], again["again"]) == ("case 1", False, True)


def test_other_answers_for_a_checked_case_stay_on_the_device(
    provider: Provider, client_of: ClientOf, row: Round
) -> None:
    case = row.cases.all()[0]
    check_case(case, FAILS, by=provider.people["verifier"])
    answer = client_of("verifier").post("/verification/queue", queued(provider, case, PASSES))
    case.refresh_from_db()
    assert answer.status_code == 422
    assert "checked already by Test Verifier" in answer.json()["problems"][0]
    assert case.response is not None
    assert not case.response.passes


def test_unanswered_questions_are_named_and_nothing_is_saved(
    provider: Provider, client_of: ClientOf, row: Round
) -> None:
    case = row.cases.all()[0]
    answer = client_of("verifier").post("/verification/queue", queued(provider, case, {}))
    case.refresh_from_db()
    assert answer.status_code == 422
    assert answer.json()["problems"]
    assert case.response is None


def test_answers_of_someone_else_are_not_taken(
    provider: Provider, client_of: ClientOf, row: Round
) -> None:
    sent = queued(provider, row.cases.all()[0], PASSES)
    assert client_of("governance_lead").post("/verification/queue", sent).status_code == 409
    assert Client().post("/verification/queue", sent).status_code == 401


def test_a_case_out_of_sight_is_not_found(
    provider: Provider, client_of: ClientOf, row: Round
) -> None:
    sent = queued(provider, row.cases.all()[0], PASSES)
    sent["owner"] = owner_key(provider.people["administrator"])
    assert client_of("administrator").post("/verification/queue", sent).status_code == 404


def test_the_owner_of_the_action_is_refused_in_words(
    provider: Provider, client_of: ClientOf, row: Round
) -> None:
    case, owner = row.cases.all()[0], row.plan.action.owner
    role = next(role for role, user in provider.people.items() if user == owner)
    sent = queued(provider, case, PASSES) | {"owner": owner_key(owner)}
    answer = client_of(role).post("/verification/queue", sent)
    case.refresh_from_db()
    assert answer.status_code == 422
    assert case.response is None


def test_the_round_tells_the_device_its_open_cases_and_only_to_those_who_check(
    provider: Provider, client_of: ClientOf, row: Round
) -> None:
    check_case(row.cases.all()[0], PASSES, by=provider.people["verifier"])
    address = f"/verification/rounds/{row.pk}/"
    page = client_of("verifier").get(address).content.decode()
    told = re.search(r'data-gt-round="([^"]+)"', page)
    assert told is not None
    numbers = [number for number, _ in json.loads(html.unescape(told[1]))]
    assert numbers == [str(case.pk) for case in row.cases.all()[1:]]
    assert "data-gt-take" not in client_of("executive").get(address).content.decode()
