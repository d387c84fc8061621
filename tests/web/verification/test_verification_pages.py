"""A verifier draws, checks case by case, and concludes; the owner only reads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from goldthread.domain.incidents.operations import restrict
from goldthread.domain.verification.models import Case, Plan
from goldthread.domain.verification.terms import Status
from tests.factories import verification as made
from tests.factories.provider import Provider

ClientOf = Callable[[str], Client]
FILES = "\n".join(f"File {n:03d}" for n in range(1, 61))


@pytest.fixture
def plan(provider: Provider) -> Plan:
    return made.running(provider)


def answers_for(case: Case, answers: dict[str, str]) -> dict[str, str]:
    return {f"case{case.pk}-{name}": value for name, value in answers.items()}


def draw(client: Client, plan: Plan, **data: str) -> str:
    row = made.first_round(plan)
    values = {"pasted": FILES, "size": "20", "seed": "s1"} | data
    return client.post(f"/verification/rounds/{row.pk}/draw", values, follow=True).text


@pytest.mark.capability(51)
def test_a_pasted_list_is_drawn_with_its_seed(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    page = draw(client_of("verifier"), plan)
    assert "The sample is drawn." in page
    assert "s1" in page
    assert "20 of 20 to check" in page


@pytest.mark.capability(51)
def test_an_uploaded_list_is_drawn(provider: Provider, client_of: ClientOf, plan: Plan) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    row = made.first_round(plan)
    upload = SimpleUploadedFile("caseload.csv", b"file,team\nA1,North\nA2,South\n")
    client = client_of("verifier")
    client.post(
        f"/verification/rounds/{row.pk}/draw",
        {"uploaded": upload, "size": "20", "pasted": ""},
    )
    row.refresh_from_db()
    assert (row.frame_size, row.cases.count()) == (2, 2)


def test_an_empty_list_is_refused_at_its_field_and_keeps_the_rest(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    page = draw(client_of("verifier"), plan, pasted="", exclude="status == closed")
    assert "The list is empty. Paste one case a line." in page
    assert "status == closed" in page


@pytest.mark.capability(50, 51)
def test_cases_follow_each_other_until_the_round_is_done(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    client = client_of("verifier")
    draw(client, plan, pasted="File 1\nFile 2")
    first, second = Case.objects.order_by("number")
    page = client.post(
        f"/verification/cases/{first.pk}/", answers_for(first, made.PASSES), follow=True
    )
    assert "Saved. One to go." in page.text
    page = client.post(
        f"/verification/cases/{second.pk}/", answers_for(second, made.FAILS), follow=True
    )
    assert "Every case is checked" in page.text
    row = made.first_round(plan)
    page = client.post(f"/verification/rounds/{row.pk}/finish", follow=True)
    assert "1 of 2" in page.text


def test_an_unanswered_question_is_named_and_the_answers_are_kept(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    client = client_of("verifier")
    draw(client, plan)
    case = Case.objects.first()
    assert case is not None
    data = answers_for(case, {"indicators_recorded": "yes"})
    response = client.post(f"/verification/cases/{case.pk}/", data)
    assert response.status_code == 422
    assert "Does the record say what would trigger a step up?" in response.text
    assert "checked" in response.text


@pytest.mark.capability(5, 55)
def test_eighteen_of_twenty_is_refused_with_its_sentence(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    made.checked(provider, made.first_round(plan), 18)
    client = client_of("verifier")
    page = client.get(f"/verification/{plan.pk}/").text
    assert "18 of 20, interval 70 to 97%, standard 95%: not yet shown" in page
    response = client.post(f"/verification/{plan.pk}/conclude", made.verdicts())
    assert response.status_code == 422
    assert "So practice cannot be called changed." in response.text


@pytest.mark.capability(49, 55)
def test_both_verdicts_verify_the_action(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    made.checked(provider, made.first_round(plan), 20)
    page = client_of("verifier").post(
        f"/verification/{plan.pk}/conclude", made.verdicts(), follow=True
    )
    assert "Recorded: effective." in page.text
    plan.refresh_from_db()
    assert plan.status == Status.CONCLUDED


def test_the_owner_reads_and_is_told_why_they_do_not_verify(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    client = client_of("team_manager")
    page = client.get(f"/verification/{plan.pk}/").text
    assert "someone else verifies it" in page
    assert "Give the two verdicts" not in page
    draw(client, plan)
    assert made.first_round(plan).drawn_at is None


def test_the_plan_changes_before_checking_begins(provider: Provider, client_of: ClientOf) -> None:
    plan = made.planned(provider)
    data = {
        "measure": "Plans with a written threshold",
        "standard": "90",
        "instrument": "escalation_file_audit",
        "sample_size": "5",
        "rounds_planned": "4",
        "days_between": "7",
        "verifier": str(provider.people["verifier"].pk),
    }
    page = client_of("governance_lead").post(f"/verification/{plan.pk}/plan", data, follow=True)
    assert "The plan is saved." in page.text
    plan.refresh_from_db()
    assert (plan.standard, plan.rounds_planned, plan.sample_size) == (90, 4, 5)


@pytest.mark.capability(52)
def test_an_observation_is_recorded(provider: Provider, client_of: ClientOf) -> None:
    plan = made.running(provider, method="observation", more={"instrument": "practice_observation"})
    row = made.first_round(plan)
    data = {
        "place-setting": "Monday huddle",
        "setting": "huddle",
        "who": "Two care coordinators",
        "observed_on-day": "12",
        "observed_on-month": "1",
        "observed_on-year": "2026",
        "told": "yes",
        "change_seen": "seen",
        "tool_used": "yes",
        "work_as_done": "The board is by the door.",
    }
    page = client_of("verifier").post(f"/verification/rounds/{row.pk}/observe", data, follow=True)
    assert Case.objects.filter(round=row).count() == 1, page.text[:3000]


def test_a_drawn_case_that_is_missing_is_left_out_with_its_reason(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    client = client_of("verifier")
    draw(client, plan, pasted="File 1")
    case = Case.objects.get()
    page = client.post(
        f"/verification/cases/{case.pk}/leave-out",
        {"reason": "The file is with another team."},
        follow=True,
    )
    assert "Could not be checked: The file is with another team." in page.text


def test_a_restricted_plan_is_not_found(provider: Provider, client_of: ClientOf) -> None:
    plan = made.running(provider)
    row = made.first_round(plan)
    restrict(plan.incident, "Staff involved", [], by=provider.people["governance_lead"])
    client = client_of("verifier")
    for path in (
        f"{plan.pk}/",
        f"{plan.pk}/conclude",
        f"rounds/{row.pk}/",
        f"rounds/{row.pk}/draw",
    ):
        assert client.get(f"/verification/{path}").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("verifier", 200),
        ("governance_lead", 200),
        ("team_manager", 200),
        ("inspector", 200),
        ("reporter", 403),
        ("commissioner", 403),
        ("administrator", 403),
    ],
)
def test_who_may_open_the_list(
    provider: Provider, client_of: ClientOf, role: str, status: int
) -> None:
    assert client_of(role).get("/verification/").status_code == status


@pytest.mark.capability(54)
def test_the_list_shows_how_far_the_service_gets(
    provider: Provider, client_of: ClientOf, plan: Plan
) -> None:
    page = client_of("governance_lead").get("/verification/").text
    for words in ("actions agreed", "have a plan", "were checked", "were found effective"):
        assert words in page


def test_the_pages_cost_few_queries_whatever_the_cases(
    provider: Provider,
    client_of: ClientOf,
    plan: Plan,
    django_assert_max_num_queries: Callable,
) -> None:
    made.checked(provider, made.first_round(plan), 20)
    client = client_of("verifier")
    row = made.first_round(plan)
    for path in ("", f"{plan.pk}/", f"rounds/{row.pk}/"):
        with django_assert_max_num_queries(25):
            client.get(f"/verification/{path}")
