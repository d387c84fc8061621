"""Reading, previewing and publishing instruments in the browser."""

from __future__ import annotations

import pytest
from django.test import Client

from goldthread.instruments import queries
from goldthread.instruments.models import Response
from goldthread.web.decision_tools.forms import as_yaml
from goldthread.web.instruments.forms import AnswersForm, initial_of
from tests.factories.clients import client_for
from tests.factories.provider import Provider, make_provider

CODE = "escalation_file_audit"
ONE = f"/instruments/{CODE}/"
FILE = {
    "indicators_recorded": "yes",
    "threshold_written": "yes",
    "owner_and_recheck": "no",
    "owner_and_recheck__comment": "No time given",
    "threshold_met": "yes",
    "step_up_due_at-day": "2",
    "step_up_due_at-month": "11",
    "step_up_due_at-year": "2026",
    "step_up_due_at__time": "14:05",
    "step_up_done_at-day": "2",
    "step_up_done_at-month": "11",
    "step_up_done_at-year": "2026",
    "step_up_done_at__time": "14:06",
    "senior_review": "na",
}


@pytest.fixture
def provider(db: None) -> Provider:  # type: ignore[override]
    return make_provider()


@pytest.fixture
def reader(provider: Provider) -> Client:
    return client_for(provider.people["verifier"])


@pytest.fixture
def administrator(provider: Provider) -> Client:
    return client_for(provider.people["administrator"])


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_list_leads_to_each_instrument_with_its_kind(reader: Client) -> None:
    page = text(reader, "/instruments/")
    assert ONE in page
    assert "File audit" in page


def test_an_instrument_shows_what_is_asked_and_what_is_counted(reader: Client) -> None:
    page = text(reader, ONE)
    assert "Does the record say what would trigger a step up?" in page
    assert "When was it done?” is at or before “When was the step up due?" in page
    assert "Asked when “Was the threshold met in the last four weeks?” is Yes" in page
    assert "At least 9 in 10 files meet each criterion" in page


@pytest.mark.capability(52)
def test_the_observation_form_asks_who_setting_and_seen(reader: Client) -> None:
    page = text(reader, "/instruments/practice_observation/1/preview")
    for words in ("Who was observed?", "What was observed?", "Was the agreed practice seen?"):
        assert words in page


def test_a_preview_scores_the_answers_and_keeps_nothing(reader: Client) -> None:
    response = reader.post(f"{ONE}1/preview", FILE)
    page = response.content.decode()
    assert response.status_code == 200
    assert "This case does not pass" in page
    assert page.count("Not met") == 2
    assert not Response.objects.exists()


def test_a_preview_names_each_open_question_and_keeps_what_was_chosen(reader: Client) -> None:
    response = reader.post(f"{ONE}1/preview", {"indicators_recorded": "yes"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Answer “Does the record say what would trigger a step up?”" in page
    assert 'value="yes" checked' in page


def test_a_question_that_an_answer_hides_is_not_needed(reader: Client) -> None:
    hidden = {k: v for k, v in FILE.items() if not k.startswith(("step_up", "senior"))}
    response = reader.post(f"{ONE}1/preview", hidden | {"threshold_met": "no"})
    assert response.status_code == 200
    assert "Does not apply" in response.content.decode()


def test_a_day_that_does_not_exist_is_named_and_stays(reader: Client) -> None:
    response = reader.post(f"{ONE}1/preview", FILE | {"step_up_due_at-day": "31"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "there is no 31 11 2026" in page


def test_answers_become_text_for_the_domain_and_back(provider: Provider) -> None:
    definition = queries.definition_of(queries.current(provider.organisation.pk, CODE))
    form = AnswersForm(FILE, definition=definition)
    assert form.is_valid()
    assert form.answers["step_up_due_at"] == "2026-11-02T14:05:00+00:00"
    assert form.comments == {"owner_and_recheck": "No time given"}
    kept = {
        name: {"answer": answer, "comment": form.comments.get(name, "")}
        for name, answer in form.answers.items()
    }
    initial = initial_of(definition, kept)
    assert f"{initial['step_up_due_at']:%Y-%m-%d} {initial['step_up_due_at__time']:%H:%M}" == (
        "2026-11-02 14:05"
    )


def test_a_new_version_is_drafted_previewed_and_published(
    provider: Provider, administrator: Client, reader: Client
) -> None:
    definition = queries.current(provider.organisation.pk, CODE).definition
    changed = as_yaml(definition | {"name": "Escalation in files"}, ("code",))
    made = administrator.post(f"{ONE}new-version", {"definition": changed})
    assert made.status_code == 302
    assert text(reader, f"{ONE}2/", 404)
    assert "Escalation in files" in text(administrator, f"{ONE}2/preview")
    assert administrator.post(f"{ONE}2/publish").status_code == 302
    assert "Escalation in files" in text(reader, ONE)


def test_a_criterion_that_cannot_be_scored_is_named(
    provider: Provider, administrator: Client
) -> None:
    definition = queries.current(provider.organisation.pk, CODE).definition
    typed = as_yaml(definition | {"criteria": []}, ("code",))
    response = administrator.post(f"{ONE}new-version", {"definition": typed})
    assert response.status_code == 422
    assert "has no criteria" in response.content.decode()


def test_only_those_who_change_settings_write_versions(reader: Client) -> None:
    assert reader.get(f"{ONE}new-version").status_code == 403
    assert reader.post(f"{ONE}1/publish").status_code == 403
