"""Reading, trying, printing and publishing decision tools in the browser."""

from __future__ import annotations

import pytest
from django.test import Client

from goldthread.decision_tools import queries
from goldthread.decision_tools.models import Run
from goldthread.web.decision_tools.forms import as_yaml
from tests.factories.clients import client_for
from tests.factories.provider import Provider, make_provider

CODE = "candour_health_service_body"
ONE = f"/decision-tools/{CODE}/"


@pytest.fixture
def provider(db: None) -> Provider:  # type: ignore[override]
    return make_provider()


@pytest.fixture
def reader(provider: Provider) -> Client:
    return client_for(provider.people["supervisor"])


@pytest.fixture
def administrator(provider: Provider) -> Client:
    return client_for(provider.people["administrator"])


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_list_leads_to_each_tool_in_use(reader: Client) -> None:
    assert ONE in text(reader, "/decision-tools/")


def test_a_tool_is_on_one_page_with_where_each_answer_leads(reader: Client) -> None:
    page = text(reader, ONE)
    assert "Was something about it unintended or unexpected?" in page
    assert 'href="#threshold">Question 3</a>' in page
    assert "Regulation 20(7)" in page
    assert "Version 1" in page


def test_a_tool_is_tried_one_question_a_page_and_nothing_is_recorded(reader: Client) -> None:
    assert "Question 1 of at most 3" in text(reader, f"{ONE}try")
    page = text(reader, f"{ONE}try?regulated_activity=yes&unintended=yes&asked=unintended")
    assert "Question 3 of at most 3" in page
    page = text(reader, f"{ONE}try?regulated_activity=yes&unintended=no")
    assert "nothing was unintended or unexpected" in page
    assert not Run.objects.exists()


def test_going_on_without_an_answer_says_so_at_the_question(reader: Client) -> None:
    page = text(reader, f"{ONE}try?regulated_activity=yes&asked=unintended", 422)
    assert "Choose an answer to go on" in page


def test_a_first_look_at_a_question_shows_no_error(reader: Client) -> None:
    assert "There is a problem" not in text(reader, f"{ONE}try?regulated_activity=yes")


def test_an_answer_made_up_in_the_address_is_asked_again(reader: Client) -> None:
    assert "Question 1 of" in text(reader, f"{ONE}try?regulated_activity=perhaps")


def test_going_back_keeps_the_answers_before(reader: Client) -> None:
    page = text(reader, f"{ONE}try?regulated_activity=yes&unintended=yes")
    assert 'href="?regulated_activity=yes"' in page


@pytest.mark.django_db
def test_a_tool_of_another_organisation_is_not_found(reader: Client) -> None:
    other = make_provider("Beech Care")
    assert client_for(other.people["supervisor"]).get(f"{ONE}9/").status_code == 404


def new_version(client: Client, definition: str) -> object:
    return client.post(f"{ONE}new-version", {"definition": definition, "note": "Plainer words"})


def test_a_new_version_is_saved_as_a_draft_and_then_published(
    provider: Provider, administrator: Client, reader: Client
) -> None:
    definition = queries.current(provider.organisation.pk, CODE).definition
    changed = as_yaml(definition | {"name": "Must we tell them?"}, ("code",))
    assert new_version(administrator, changed).status_code == 302  # type: ignore[attr-defined]
    assert text(reader, f"{ONE}2/", 404)
    assert "Draft, not in use" in text(administrator, f"{ONE}2/")
    assert administrator.post(f"{ONE}2/publish").status_code == 302
    assert "Must we tell them?" in text(reader, ONE)


def test_a_faulty_definition_is_named_and_what_was_typed_stays(
    provider: Provider, administrator: Client
) -> None:
    definition = queries.current(provider.organisation.pk, CODE).definition
    typed = as_yaml(definition | {"start": "nowhere"}, ("code",))
    response = administrator.post(f"{ONE}new-version", {"definition": typed})
    page = response.content.decode()
    assert response.status_code == 422
    assert "which is not one of its questions" in page
    assert "start: nowhere" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("a: [1", "cannot be read"),
        ("just words", "must begin with lines"),
        ("- a\n- b", "must begin with lines"),
        ("!!python/object:os.system {}", "cannot be read"),
        ("a: \x07", "as plain text"),
    ],
)
def test_text_that_is_no_definition_is_explained(
    administrator: Client, typed: str, words: str
) -> None:
    response = administrator.post(f"{ONE}new-version", {"definition": typed})
    assert response.status_code == 422
    assert words in response.content.decode()


def test_only_those_who_change_settings_write_versions(reader: Client) -> None:
    assert reader.get(f"{ONE}new-version").status_code == 403
    assert reader.post(f"{ONE}1/publish").status_code == 403


def test_publishing_twice_says_that_it_is_published(administrator: Client) -> None:
    response = administrator.post(f"{ONE}1/publish")
    assert response.status_code == 422
    assert "already published" in response.content.decode()
