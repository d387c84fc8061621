"""An administrator writes the next version of a tool on pages, without a script."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from goldthread.decision_tools import queries
from goldthread.decision_tools.models import Run
from tests.factories.clients import client_for
from tests.factories.decision_tools import draft_of
from tests.factories.provider import Provider, make_provider

CODE = "candour_health_service_body"
DRAFT = f"/decision-tools/{CODE}/draft/"
QUESTION = f"{DRAFT}question/unintended"


@pytest.fixture
def provider(db: None) -> Provider:  # type: ignore[override]
    return make_provider()


@pytest.fixture
def administrator(provider: Provider) -> Client:
    return client_for(provider.people["administrator"])


@pytest.fixture
def drafted(provider: Provider, administrator: Client) -> Client:
    assert administrator.post(f"{DRAFT}begin").status_code == 302
    return administrator


class Filled(HTMLParser):
    """What a browser would send of a page's fields, before anything is typed."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.inside = self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {key: value or "" for key, value in attrs}
        name = own.get("name", "")
        if tag == "input" and own.get("type") in ("text", "hidden") and name != "seen":
            self.fields[name] = own.get("value", "")
        elif tag == "select":
            self.inside = name
        elif tag == "textarea":
            self.text = name
        elif tag == "option" and "selected" in own:
            self.fields[self.inside] = own["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.text = ""

    def handle_data(self, data: str) -> None:
        if self.text:
            self.fields[self.text] = self.fields.get(self.text, "") + data.strip()


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def sent(client: Client, address: str, data: dict[str, Any]) -> Any:
    """Fill in a page of the draft as it stands and send it."""
    form = Filled()
    form.feed(text(client, address))
    return client.post(address, form.fields | data)


def draft(provider: Provider) -> Any:
    return queries.draft_of(queries.tools_of(provider.organisation.pk).get(code=CODE))


def remove(client: Client, provider: Provider, kind: str, place: str) -> Any:
    return client.post(f"{DRAFT}remove/{kind}/{place}", {"seen": draft(provider).revision})


def test_a_question_is_changed_on_a_page_of_its_own(drafted: Client, provider: Provider) -> None:
    response = sent(drafted, QUESTION, {"text": "Was it unexpected?", "position_2": 9})
    assert response["Location"] == f"{DRAFT}#unintended"
    page = text(drafted, DRAFT)
    assert "Was it unexpected?" in page
    assert "Question reworded" in page
    changed = queries.definition_of(draft(provider)).questions["unintended"]
    assert [answer.code for answer in changed.answers] == ["yes", "not_known", "no"]


def test_an_answer_leads_to_a_new_outcome_that_is_then_written(
    drafted: Client, provider: Provider
) -> None:
    sent(drafted, QUESTION, {"label_4": "Ask a colleague", "next_4": "+outcome"})
    page = text(drafted, DRAFT)
    assert "has no guidance. Say what to do next, and by when." in page
    words = {"label": "Ask first", "guidance": "Ring the on-call lead today."}
    sent(drafted, f"{DRAFT}outcome/outcome", words | {"asks": "Who was asked?\n\nWhen?"})
    assert "To mend" not in text(drafted, DRAFT)
    (one, two) = queries.definition_of(draft(provider)).outcomes["outcome"].asks
    assert (one.label, two.code) == ("Who was asked?", "when")


def test_the_name_and_first_question_are_changed(drafted: Client, provider: Provider) -> None:
    sent(drafted, f"{DRAFT}about", {"name": "Must we tell them?", "start": "unintended"})
    assert draft(provider).definition["name"] == "Must we tell them?"
    page = text(drafted, DRAFT)
    assert "The name changed" in page
    assert "Begins with: Was something about it unintended or unexpected?" in page
    assert "provision of a regulated activity?” can never be reached" in page


def test_a_draft_is_kept_with_its_faults_and_publishing_names_each_with_a_link(
    drafted: Client, provider: Provider
) -> None:
    assert remove(drafted, provider, "outcome", "undecided").status_code == 302
    response = drafted.post(DRAFT, {"note": "Fewer ends", "page_version": draft(provider).revision})
    page = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="{QUESTION}">Answer “Not sure yet” of question “Was something about' in page
    assert 'value="Fewer ends"' in page
    assert queries.current(provider.organisation.pk, CODE).number == 1


def test_a_faulty_draft_is_not_previewed_and_says_why(drafted: Client, provider: Provider) -> None:
    remove(drafted, provider, "question", "threshold")
    assert "Mend this first" in text(drafted, f"{DRAFT}preview", 422)


def test_a_preview_asks_the_draft_and_stores_nothing(drafted: Client, provider: Provider) -> None:
    sent(drafted, QUESTION, {"text": "Was it unexpected?"})
    page = text(drafted, f"{DRAFT}preview?regulated_activity=yes")
    assert "Preview of draft version 2" in page
    assert "Was it unexpected?" in page
    assert not Run.objects.exists()


def test_publishing_asks_what_changed_and_shows_it_in_the_history(
    drafted: Client, provider: Provider
) -> None:
    sent(drafted, QUESTION, {"text": "Was it unexpected?"})
    assert sent(drafted, DRAFT, {"note": ""}).status_code == 422
    assert sent(drafted, DRAFT, {"note": "Plainer words"}).status_code == 302
    page = text(client_for(provider.people["supervisor"]), f"/decision-tools/{CODE}/")
    assert "Plainer words" in page
    assert "by Test Administrator" in page
    page = text(drafted, f"/decision-tools/{CODE}/1/to/2/")
    assert "<del>Was something about it unintended or unexpected?</del>" in page
    assert "<ins>Was it unexpected?</ins>" in page


def test_two_administrators_are_told_and_what_was_typed_stays(
    drafted: Client, provider: Provider
) -> None:
    seen = draft(provider).revision
    sent(drafted, QUESTION, {"text": "Was it unexpected?"})
    typed = {"text": "Was it a surprise?", "page_version": seen, "code_1": "yes", "label_1": "Yes"}
    response = drafted.post(QUESTION, typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Was it a surprise?" in page
    assert "The draft as it stands now" in page
    assert "Was it unexpected?" in page
    assert drafted.post(DRAFT, {"note": "x", "page_version": seen}).status_code == 409


def test_a_button_pressed_on_an_old_page_is_refused(drafted: Client, provider: Provider) -> None:
    seen = draft(provider).revision
    remove(drafted, provider, "question", "threshold")
    for address in ("remove/outcome/undecided", "move/outcome/undecided", "add/outcome"):
        assert drafted.post(f"{DRAFT}{address}", {"seen": seen}).status_code == 409
    assert drafted.post(f"{DRAFT}add/outcome", {"seen": "x"}).status_code == 404
    assert (
        drafted.post(f"{DRAFT}add/neither", {"seen": draft(provider).revision}).status_code == 404
    )


def test_questions_and_outcomes_are_added_and_moved(drafted: Client, provider: Provider) -> None:
    seen = {"seen": draft(provider).revision}
    response = drafted.post(f"{DRAFT}add/question", seen)
    assert response["Location"] == f"{DRAFT}question/question"
    seen = {"seen": draft(provider).revision}
    drafted.post(f"{DRAFT}move/outcome/undecided", seen | {"to": "up"})
    ids = [row["id"] for row in draft(provider).definition["outcomes"]]
    assert ids[-2:] == ["undecided", "not_triggered_threshold"]


def test_a_draft_can_start_again_from_the_version_in_use(
    drafted: Client, provider: Provider
) -> None:
    remove(drafted, provider, "question", "threshold")
    drafted.post(f"{DRAFT}start-again", {"seen": draft(provider).revision})
    used = queries.current(provider.organisation.pk, CODE)
    assert draft(provider).definition == used.definition


def test_a_tool_of_ones_own_is_begun_written_and_published(
    administrator: Client, provider: Provider
) -> None:
    typed = {"name": "Do we ring the family?", "purpose": "After a missed visit."}
    response = administrator.post("/decision-tools/new", typed)
    address = "/decision-tools/do_we_ring_the_family/draft/"
    assert response["Location"] == address
    assert text(client_for(provider.people["supervisor"]), address, 403)
    assert sent(administrator, address, {"note": "First"}).status_code == 302
    assert queries.current(provider.organisation.pk, "do_we_ring_the_family").number == 1


def test_a_draft_does_not_change_the_code_of_its_tool(administrator: Client) -> None:
    address = f"/decision-tools/{CODE}/new-version"
    response = administrator.post(address, {"definition": "code: other\nname: Other"})
    assert response.status_code == 422
    assert f"Write “code: {CODE}”" in response.content.decode()


@pytest.mark.parametrize(
    "part", ["", "about", "preview", "question/threshold", "outcome/triggered"]
)
def test_where_no_draft_is_being_written_nothing_is_found(administrator: Client, part: str) -> None:
    assert text(administrator, f"{DRAFT}{part}", 404)


@pytest.mark.parametrize("part", ["question/nothing", "outcome/nothing"])
def test_a_part_that_is_not_there_is_not_found(drafted: Client, part: str) -> None:
    assert text(drafted, f"{DRAFT}{part}", 404)


@pytest.mark.parametrize("noun", ["decision-tools", "instruments"])
def test_a_tool_or_instrument_that_does_not_exist_is_not_found(
    administrator: Client, noun: str
) -> None:
    assert text(administrator, f"/{noun}/nothing_of_the_kind/", 404)


def test_shipped_tools_that_are_missing_are_added_by_an_administrator(
    provider: Provider, administrator: Client
) -> None:
    tools = queries.tools_of(provider.organisation.pk).filter(code="escalation")
    for tool in tools:
        tool.versions.all().delete()
    tools.delete()
    assert "Do we step up?" in text(administrator, "/decision-tools/")
    assert "not in use here yet" not in text(
        client_for(provider.people["reviewer"]), "/decision-tools/"
    )
    assert administrator.post("/decision-tools/install").status_code == 302
    assert queries.current(provider.organisation.pk, "escalation").number == 1


def test_the_list_asks_the_database_as_often_for_many_tools(
    provider: Provider, administrator: Client, django_assert_max_num_queries: Any
) -> None:
    draft_of(provider, CODE)
    administrator.get("/decision-tools/")
    with django_assert_max_num_queries(15):
        page = text(administrator, "/decision-tools/")
    assert f'href="{DRAFT}">Draft of version 2</a>' in page
