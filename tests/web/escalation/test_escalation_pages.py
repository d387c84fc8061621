"""The pages of escalation: a sign in under a minute, what is due, and the two fields of a senior."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.incidents.operations import restrict
from goldthread.domain.registers.escalation import operations
from goldthread.domain.registers.escalation.models import (
    Cohort,
    Crisis,
    Episode,
    Monitoring,
    SeniorReview,
)
from tests.factories.clients import client_for
from tests.factories.escalation import (
    DAY,
    at_high_risk,
    crisis,
    frozen,
    indicator,
    late,
    monitored,
    only_step_up,
    reviewed,
    step_up_due,
    stepped_up,
    unmapped,
)
from tests.factories.incidents import make_incident
from tests.factories.people import person, team
from tests.factories.provider import Provider
from tests.factories.registers import person_served

ClientOf = Callable[[str], Client]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def sign(provider: Provider, **more: Any) -> dict[str, Any]:
    """A sign as the form sends it."""
    said = {"indicator": indicator(provider).pk, "seen": "now", "following": "met"}
    return said | more


def day(name: str, when: Any) -> dict[str, str]:
    local = timezone.localtime(when)
    return {
        f"{name}_on-day": str(local.day),
        f"{name}_on-month": str(local.month),
        f"{name}_on-year": str(local.year),
        f"{name}_time": f"{local:%H:%M}",
    }


@pytest.mark.capability(57)
def test_a_reporter_records_a_sign_by_number_and_sees_no_name(
    provider: Provider, client_of: ClientOf
) -> None:
    person_served(provider, "Ottoline Verrigan", record_number="RX 7")
    answer = client_of("reporter").post(
        "/escalation/record", sign(provider, person="rx7"), follow=True
    )
    page = text(answer)
    assert "Recorded. The step-up is due" in page
    assert "Try again the same day by a second way, then a visit" in page
    assert "P-00001" in page and "Verrigan" not in page


@pytest.mark.capability(59)
def test_monitoring_without_the_three_is_refused_at_each_field_and_nothing_typed_is_lost(
    provider: Provider, client_of: ClientOf
) -> None:
    someone = person_served(provider)
    said = sign(provider, person=someone.reference, following="watch", note="No reply to texts.")
    answer = client_of("supervisor").post("/escalation/record", said)
    page = text(answer)
    assert answer.status_code == 422
    for field in ("id_threshold", "id_owner", "id_recheck_on-day"):
        assert f'href="#{field}">“Monitoring” needs' in page
    assert "No reply to texts." in page
    assert not Episode.objects.exists()


@pytest.mark.capability(59)
def test_monitoring_with_the_three_is_recorded(provider: Provider, client_of: ClientOf) -> None:
    someone = person_served(provider)
    said = sign(
        provider,
        person=someone.reference,
        following="watch",
        threshold="Two calls unanswered.",
        owner=provider.people["supervisor"].pk,
        **day("recheck", timezone.now() + 2 * DAY),
    )
    page = text(client_of("supervisor").post("/escalation/record", said, follow=True))
    assert "Monitored by Test Supervisor" in page
    assert Monitoring.objects.get().threshold == "Two calls unanswered."


def test_a_number_nobody_has_says_what_to_do(provider: Provider, client_of: ClientOf) -> None:
    answer = client_of("supervisor").post("/escalation/record", sign(provider, person="RX 99"))
    assert answer.status_code == 422
    assert "Nobody in your teams has this number" in text(answer)


@pytest.mark.capability(58)
def test_a_sign_that_leads_to_nothing_asks_for_the_step_up_at_its_field(
    provider: Provider, client_of: ClientOf
) -> None:
    version, someone = unmapped(provider), person_served(provider)
    said = sign(provider, person=someone.reference, indicator=version.pk)
    client = client_of("supervisor")
    answer = client.post("/escalation/record", said)
    assert 'href="#id_step_up">This indicator has no step-up defined yet' in text(answer)
    more = {"step_up": "A visit by two", "within_amount": "4", "within_unit": "hours"}
    assert client.post("/escalation/record", said | more).status_code == 302
    step_up = only_step_up(Episode.objects.get())
    assert (step_up.due_at - step_up.met_at).total_seconds() == 4 * 3600


@pytest.mark.capability(58)
def test_unmapped_indicators_stand_on_the_first_page_and_in_my_work(
    provider: Provider, client_of: ClientOf
) -> None:
    unmapped(provider)
    client = client_of("governance_lead")
    assert "1 indicator leads to no step-up yet" in text(client.get("/escalation/"))
    work = text(client.get("/my-work/"))
    assert "Define the step-up of “Sells belongings”" in work
    assert 'href="/escalation/indicators/"' in work


@pytest.mark.capability(57)
def test_the_step_up_is_recorded_with_its_time(provider: Provider, client_of: ClientOf) -> None:
    episode = step_up_due(provider)
    said = {"what": "Seen at home.", "page_version": episode.version}
    said |= day("done", timezone.now())
    client = client_of("supervisor")
    page = text(client.post(f"/escalation/{episode.pk}/done", said, follow=True))
    # The form holds whole minutes, and the threshold was met an hour ago.
    assert "The step-up is recorded." in page
    assert "Stepped up" in page


@pytest.mark.capability(67)
def test_the_late_step_up_is_in_the_seniors_work_and_both_fields_are_asked_for(
    provider: Provider, client_of: ClientOf
) -> None:
    episode = late(provider)
    client = client_of("team_manager")
    assert f"Late step-up to review: {episode.reference}" in text(client.get("/my-work/"))
    answer = client.post(f"/escalation/{episode.pk}/review", {"rationale": "No cover."})
    assert answer.status_code == 422
    assert "Enter learning" in text(answer) and "No cover." in text(answer)
    said = {"rationale": "No cover.", "learning": "Name cover."}
    page = text(client.post(f"/escalation/{episode.pk}/review", said, follow=True))
    assert "The rationale and the learning are recorded." in page
    assert "Learning: Name cover." in page


@pytest.mark.capability(67)
def test_the_second_of_two_seniors_keeps_the_text_they_wrote(
    provider: Provider, client_of: ClientOf
) -> None:
    episode = reviewed(provider, late(provider))
    said = {"rationale": "My own view of it.", "learning": "My own learning."}
    answer = client_of("governance_lead").post(f"/escalation/{episode.pk}/review", said)
    page = text(answer)
    assert answer.status_code == 422
    assert "Another senior has reviewed this delay meanwhile" in page
    assert "My own view of it." in page
    assert SeniorReview.objects.count() == 1


@pytest.mark.capability(62)
def test_the_timeline_of_a_person_says_the_gap_and_marks_it(
    provider: Provider, client_of: ClientOf
) -> None:
    someone = person_served(provider)
    stepped_up(provider, someone, after_hours=30, hours_ago=60)
    page = text(client_of("supervisor").get(f"/people/{someone.reference}/escalation"))
    assert "30 hours later" in page
    assert "Late by 6 hours" in page
    assert "gt-span__beyond" in page


@pytest.mark.capability(62)
def test_the_time_between_two_episodes_is_told_in_days(
    provider: Provider, client_of: ClientOf
) -> None:
    someone = person_served(provider)
    for hours_ago in (40 * 24, 60):
        done = stepped_up(provider, someone, hours_ago=hours_ago)
        at = timezone.now() - dt.timedelta(hours=hours_ago - 5)
        operations.close_episode(done, "Settled.", by=provider.people["supervisor"], at=at)
    shown = client_of("supervisor").get(f"/people/{someone.reference}/escalation")
    assert "37 days later" in text(shown)


@pytest.mark.capability(62)
def test_the_timeline_of_an_incident_is_kept_from_those_the_incident_is_kept_from(
    provider: Provider, client_of: ClientOf
) -> None:
    incident, episode = make_incident(provider), late(provider)
    client = client_of("supervisor")
    said = {"incident": incident.reference, "page_version": episode.version}
    assert client.post(f"/escalation/{episode.pk}/incident", said).status_code == 302
    address = f"/incidents/{incident.reference}/escalation/"
    assert episode.reference in text(client.get(address))
    restrict(incident, "Staff involved.", [], by=provider.people["governance_lead"])
    assert client.get(address).status_code == 404
    page = text(client.get(f"/escalation/{episode.pk}/"))
    assert incident.reference not in page and "An incident you cannot open" in page


def test_an_incident_that_cannot_be_opened_cannot_be_linked(
    provider: Provider, client_of: ClientOf
) -> None:
    episode = late(provider)
    said = {"incident": "INC-99-99999", "page_version": episode.version}
    answer = client_of("supervisor").post(f"/escalation/{episode.pk}/incident", said)
    assert answer.status_code == 422
    assert "Choose an incident of this organisation" in text(answer)


def test_a_re_check_that_finds_the_threshold_met_leads_to_the_step_up(
    provider: Provider, client_of: ClientOf
) -> None:
    episode = monitored(provider)
    said = {"finding": "met", "result": "No answer twice.", "page_version": episode.version}
    page = text(
        client_of("supervisor").post(f"/escalation/{episode.pk}/recheck", said, follow=True)
    )
    assert "Step-up: Try again the same day" in page


def test_an_episode_of_another_team_is_not_found(provider: Provider) -> None:
    episode = late(provider)
    stranger = client_for(person(team(provider.organisation), "supervisor"))
    for way in ("", "sign", "done", "monitor", "recheck", "incident", "close", "error"):
        assert stranger.get(f"/escalation/{episode.pk}/{way}").status_code == 404


def test_an_inspector_reads_without_names_and_changes_nothing(
    provider: Provider, client_of: ClientOf
) -> None:
    episode = late(provider, person_served(provider, "Ottoline Verrigan"))
    client = client_of("inspector")
    page = text(client.get(f"/escalation/{episode.pk}/"))
    assert "Verrigan" not in page and "The step-up is done" not in page
    assert client.get(f"/escalation/{episode.pk}/done").status_code == 403


@pytest.mark.capability(69)
def test_a_crisis_is_logged_and_listed_with_its_stage(
    provider: Provider, client_of: ClientOf
) -> None:
    someone = person_served(provider)
    said = {"person": someone.reference, "contact": "police", "stage": "after"}
    said |= day("happened", timezone.now() - DAY)
    page = text(client_of("supervisor").post("/escalation/crises/new", said, follow=True))
    assert "Only after the crisis (late)" in page
    client_of("supervisor").post(
        f"/escalation/crises/{Crisis.objects.get().pk}/error",
        {"reason": "Recorded twice.", "page_version": 1},
    )
    assert "No crisis is recorded" in text(client_of("supervisor").get("/escalation/crises/"))


@pytest.mark.capability(64, 69)
def test_the_cohort_is_frozen_and_its_list_shows_references_alone(
    provider: Provider, client_of: ClientOf
) -> None:
    at_high_risk(provider, name="Ottoline Verrigan")
    client = client_of("governance_lead")
    assert "Missed contacts, Sleeping much less" in text(client.get("/escalation/cohort/"))
    said = {"unit": provider.organisation.pk, "name": "Baseline"}
    said |= day("counts_from", timezone.now() - 90 * DAY)
    page = text(client.post("/escalation/cohort/freeze", said, follow=True))
    assert Cohort.objects.get().frame_hash in page
    assert "P-00001" in page and "Verrigan" not in page


def test_nobody_to_freeze_says_so_above_the_form(provider: Provider, client_of: ClientOf) -> None:
    said = {"unit": provider.organisation.pk, "name": "Baseline"}
    said |= day("counts_from", timezone.now())
    answer = client_of("governance_lead").post("/escalation/cohort/freeze", said)
    assert answer.status_code == 422
    assert "Nobody meets the definition" in text(answer)


def test_a_person_is_flagged_and_the_flag_ended_from_their_page(
    provider: Provider, client_of: ClientOf
) -> None:
    someone = person_served(provider)
    client = client_of("team_manager")
    address = f"/people/{someone.reference}/flag"
    assert address in text(client.get(f"/people/{someone.reference}/"))
    client.post(address, {"reason": "Lost his tenancy."})
    assert "flagged by a senior" in text(client.get("/escalation/cohort/"))
    client.post(f"{address}/end", {"reason": "Housed."})
    assert "Nobody meets the definition now" in text(client.get("/escalation/cohort/"))


@pytest.mark.capability(58)
def test_the_wording_of_an_indicator_is_changed_on_its_page(
    provider: Provider, client_of: ClientOf
) -> None:
    client = client_of("governance_lead")
    page = client.get("/escalation/indicators/missed_contacts/")
    assert page.status_code == 200
    said = {"name": "Missed contacts", "step_up": "A visit", "page_version": 0}
    answer = client.post("/escalation/indicators/missed_contacts/", said)
    assert 'href="#id_step_up">Give both what is done' in text(answer)
    more = {"within_amount": "2", "within_unit": "days"}
    assert client.post("/escalation/indicators/missed_contacts/", said | more).status_code == 302
    assert indicator(provider).step_up == "A visit"
    supervisor = text(client_of("supervisor").get("/escalation/indicators/missed_contacts/"))
    assert "A visit" in supervisor and '<form method="post" novalidate' not in supervisor


def test_the_list_costs_the_same_however_many_are_due(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries
) -> None:
    for _ in range(12):
        late(provider)
    client = client_of("supervisor")
    with django_assert_max_num_queries(20):
        page = text(client.get("/escalation/"))
    assert page.count("E-000") == 12
    episode = Episode.objects.first()
    assert episode is not None
    with django_assert_max_num_queries(25):
        client.get(f"/escalation/{episode.pk}/")


def test_the_log_and_the_cohort_cost_the_same_however_long(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries
) -> None:
    for _ in range(8):
        crisis(provider)
    frozen(provider, 3)
    client = client_of("governance_lead")
    for address in ("/escalation/crises/", "/escalation/cohort/", "/escalation/indicators/"):
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200


def test_an_episode_closed_meanwhile_keeps_what_was_typed(
    provider: Provider, client_of: ClientOf
) -> None:
    episode = step_up_due(provider)
    said = {"what": "Seen at home.", "page_version": episode.version}
    said |= day("done", timezone.now())
    operations.withdraw_episode(episode, "Wrong person.", by=provider.people["supervisor"])
    answer = client_of("supervisor").post(f"/escalation/{episode.pk}/done", said)
    assert answer.status_code == 409
    assert "Seen at home." in text(answer)
