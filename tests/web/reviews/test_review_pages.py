"""A review is written part by part, says what is missing, and is signed off by someone else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.operations import restrict
from goldthread.domain.reviews import operations, queries
from goldthread.domain.reviews.models import Review
from goldthread.domain.reviews.terms import Lens, Status
from tests.factories.actions import draft_of
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider
from tests.factories.reviews import review_of, write_rapid, write_structured

ClientOf = Callable[[str], Client]


@pytest.fixture
def rapid(provider: Provider) -> Review:
    return review_of(provider, make_incident(provider))


@pytest.fixture
def structured(provider: Provider) -> Review:
    return review_of(
        provider, make_incident(provider), tier="structured", override_reason="A close call."
    )


@pytest.mark.capability(28)
def test_a_planned_review_is_begun_with_a_lead_and_a_method(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    triaged(provider, incident)
    review = incident.reviews.get()
    data = {"lead": str(provider.people["reviewer"].pk), "method": "swarm"}
    page = client_of("reviewer").post(f"/reviews/{review.pk}/begin", data, follow=True)
    assert "The review is under way." in page.text
    assert "Swarm huddle" in page.text


@pytest.mark.capability(29)
def test_the_three_questions_are_answered_and_submitted(
    provider: Provider, client_of: ClientOf, rapid: Review
) -> None:
    client = client_of("reviewer")
    due = timezone.localdate() + dt.timedelta(days=3)
    client.post(
        f"/reviews/{rapid.pk}/write/rapid",
        {
            "what_happened": "Two lists were kept and one was changed.",
            "what_should_change": "One list.",
            "this_week": "Print the visit list from the rota at nine.",
            "week_owner": str(provider.people["team_manager"].pk),
            "week_due_on-day": str(due.day),
            "week_due_on-month": str(due.month),
            "week_due_on-year": str(due.year),
        },
    )
    client.post(f"/reviews/{rapid.pk}/add/factor", {"seips": "tasks", "text": "Two lists."})
    page = client.post(f"/reviews/{rapid.pk}/submit", follow=True)
    assert "Someone else will read it and sign it off" in page.text
    assert Action.objects.get().due_on == due


@pytest.mark.capability(105)
def test_the_rights_that_were_touched_are_asked_about_and_stand_in_the_review(
    provider: Provider, client_of: ClientOf, structured: Review
) -> None:
    client = client_of("reviewer")
    asked = client.get(f"/reviews/{structured.pk}/write/rights").text
    assert "Which rights were touched" in asked
    assert "liberty, private life, home, dignity, equality" in asked
    said = "His right to a private life: nobody asked him before the family was rung."
    page = client.post(f"/reviews/{structured.pk}/write/rights", {"rights": said}, follow=True)
    assert said in page.text


@pytest.mark.capability(105)
def test_what_is_written_of_rights_is_read_for_blame_too(
    provider: Provider, client_of: ClientOf, structured: Review
) -> None:
    words = {"rights": "The nurse failed to ask him."}
    operations.write(structured, words, by=provider.people["reviewer"])
    assert [note.place for note in queries.wording_notes(structured)] == ["Rights"]


def test_what_is_missing_stands_on_the_page(
    provider: Provider, client_of: ClientOf, rapid: Review
) -> None:
    page = client_of("reviewer").get(f"/reviews/{rapid.pk}/").text
    assert "Still needed to move on" in page
    assert "Add at least one contributory factor of the work system" in page


def test_submitting_too_early_says_why_and_changes_nothing(
    provider: Provider, client_of: ClientOf, rapid: Review
) -> None:
    response = client_of("reviewer").post(f"/reviews/{rapid.pk}/submit")
    assert response.status_code == 422
    assert "Still to answer" in response.text
    rapid.refresh_from_db()
    assert rapid.status == Status.UNDER_WAY


@pytest.mark.capability(10)
def test_blaming_words_are_shown_with_a_better_question(
    provider: Provider, client_of: ClientOf, rapid: Review
) -> None:
    write_rapid(provider, rapid)
    client = client_of("reviewer")
    client.post(f"/reviews/{rapid.pk}/add/finding", {"text": "The nurse was careless."})
    page = client.get(f"/reviews/{rapid.pk}/").text
    assert "Wording to look at" in page
    assert "careless" in page
    client.post(f"/reviews/{rapid.pk}/wording")
    assert "Looked at," in client.get(f"/reviews/{rapid.pk}/").text


@pytest.mark.capability(32)
@pytest.mark.parametrize("lens", list(Lens))
def test_each_lens_has_its_page_with_prompts(
    provider: Provider, client_of: ClientOf, structured: Review, lens: Lens
) -> None:
    client = client_of("reviewer")
    assert lens.label in client.get(f"/reviews/{structured.pk}/lenses/{lens}").text
    client.post(
        f"/reviews/{structured.pk}/lenses/{lens}",
        {"relevant": "no", "text": "Nothing of this kind was in force."},
    )
    assert "Not relevant, because" in client.get(f"/reviews/{structured.pk}/").text


@pytest.mark.capability(35)
def test_a_session_is_recorded(provider: Provider, client_of: ClientOf, structured: Review) -> None:
    data = {
        "held_on-day": "3",
        "held_on-month": "11",
        "held_on-year": "2026",
        "disciplines": "Nursing, social work",
        "reflections": "Each used another word for worse.",
        "outputs": "Agree three words.",
    }
    page = client_of("reviewer").post(f"/reviews/{structured.pk}/add/session", data, follow=True)
    assert "3 November 2026 · Nursing, social work" in page.text


def test_a_chronology_line_keeps_how_well_its_time_is_known(
    provider: Provider, client_of: ClientOf, structured: Review
) -> None:
    data = {
        "what": "The duty worker rang twice.",
        "day-day": "3",
        "day-month": "11",
        "day-year": "2026",
        "time": "14:05",
        "precision": "about",
        "known_from": "Duty log",
    }
    page = client_of("reviewer").post(f"/reviews/{structured.pk}/add/chronology", data, follow=True)
    assert "About 3 November 2026 at 14:05 · Duty log" in page.text


@pytest.mark.capability(33)
def test_the_questions_of_root_cause_analysis_are_asked(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    triaged(provider, incident, tier="structured", override_reason="The contract asks for it.")
    review = incident.reviews.get()
    client = client_of("reviewer")
    data = {"lead": str(provider.people["reviewer"].pk), "method": "root_cause_analysis"}
    client.post(f"/reviews/{review.pk}/begin", data)
    client.post(f"/reviews/{review.pk}/questions", {"event": "A late step up."})
    assert "A late step up." in client.get(f"/reviews/{review.pk}/").text


def test_incidents_are_linked_by_number_and_an_unknown_one_is_named(
    provider: Provider, client_of: ClientOf
) -> None:
    review = review_of(
        provider, make_incident(provider), tier="thematic", override_reason="A cluster."
    )
    other = make_incident(provider)
    client = client_of("reviewer")
    path = f"/reviews/{review.pk}/add/incidents"
    response = client.post(path, {"references": f"{other.reference}\nINC-99-99999"})
    assert response.status_code == 422
    assert "No incident you may see has the number INC-99-99999." in response.text
    client.post(path, {"references": other.reference.lower()})
    assert review.links.count() == 2


@pytest.mark.capability(102)
def test_sign_off_says_what_is_missing_and_return_asks_why(
    provider: Provider, client_of: ClientOf, structured: Review
) -> None:
    write_structured(provider, structured)
    client_of("reviewer").post(f"/reviews/{structured.pk}/submit")
    client = client_of("governance_lead")
    page = client.get(f"/reviews/{structured.pk}/").text
    assert "A serious incident cannot pass without an improvement action." in page
    assert client.post(f"/reviews/{structured.pk}/sign-off").status_code == 422
    page = client.post(
        f"/reviews/{structured.pk}/return", {"reason": "Propose an action."}, follow=True
    )
    assert "Returned, because:" in page.text


def test_a_family_question_is_added_and_answered(
    provider: Provider, client_of: ClientOf, structured: Review
) -> None:
    client = client_of("reviewer")
    client.post(f"/reviews/{structured.pk}/add/family", {"question": "Why did nobody ring?"})
    row = structured.family_questions.get()
    client.post(f"/reviews/{structured.pk}/family/{row.pk}", {"answer": "The list was old."})
    page = client.get(f"/reviews/{structured.pk}/").text
    assert "Why did nobody ring?" in page
    assert "The list was old." in page


def test_a_factor_without_an_action_says_why(
    provider: Provider, client_of: ClientOf, structured: Review
) -> None:
    write_structured(provider, structured)
    factor = structured.factors.get()
    client = client_of("reviewer")
    client.post(
        f"/reviews/{structured.pk}/without-action/factor/{factor.pk}",
        {"reason": "Covered by the county plan."},
    )
    page = client.get(f"/reviews/{structured.pk}/").text
    assert "No action, because: Covered by the county plan." in page


def test_two_people_writing_at_once_lose_nothing(
    provider: Provider, client_of: ClientOf, rapid: Review
) -> None:
    first = client_of("reviewer").post(
        f"/reviews/{rapid.pk}/write/rapid",
        {"what_happened": "First.", "page_version": str(rapid.version)},
    )
    assert first.status_code == 302
    second = client_of("governance_lead").post(
        f"/reviews/{rapid.pk}/write/rapid",
        {"what_happened": "Second, and longer.", "page_version": str(rapid.version)},
    )
    assert second.status_code == 409
    assert "Second, and longer." in second.text


def test_a_review_of_a_restricted_incident_is_not_found(
    provider: Provider, client_of: ClientOf, rapid: Review
) -> None:
    restrict(rapid.incident, "Staff involved", [], by=provider.people["governance_lead"])
    client = client_of("reviewer")
    for path in ("", "begin", "write/rapid", "add/factor", "lenses/escalation"):
        assert client.get(f"/reviews/{rapid.pk}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [("reviewer", 200), ("team_manager", 200), ("inspector", 200), ("reporter", 403)],
)
def test_who_may_read_a_review(
    provider: Provider, client_of: ClientOf, rapid: Review, role: str, status: int
) -> None:
    assert client_of(role).get(f"/reviews/{rapid.pk}/").status_code == status


def test_an_inspector_reads_without_buttons(
    provider: Provider, client_of: ClientOf, rapid: Review
) -> None:
    page = client_of("inspector").get(f"/reviews/{rapid.pk}/").text
    assert "Submit for sign-off" not in page
    assert "/write/rapid" not in page


def test_the_page_costs_few_queries_whatever_was_written(
    provider: Provider,
    client_of: ClientOf,
    structured: Review,
    django_assert_max_num_queries: Callable,
) -> None:
    write_structured(provider, structured)
    client = client_of("reviewer")
    with django_assert_max_num_queries(32):
        client.get(f"/reviews/{structured.pk}/")


def test_the_reviews_of_an_incident_are_listed(
    provider: Provider, client_of: ClientOf, rapid: Review
) -> None:
    page = client_of("reviewer").get(f"/incidents/{rapid.incident.reference}/reviews/").text
    assert f"/reviews/{rapid.pk}/" in page
    data = {"tier": "structured", "reason": "More came to light."}
    client_of("reviewer").post(f"/incidents/{rapid.incident.reference}/reviews/new", data)
    assert rapid.incident.reviews.count() == 2


@pytest.mark.capability(31)
def test_patterns_show_the_incidents_they_are_seen_in_and_lead_to_their_actions(
    provider: Provider, client_of: ClientOf
) -> None:
    review = review_of(
        provider, make_incident(provider), tier="thematic", override_reason="A cluster."
    )
    other = make_incident(provider)
    by = provider.people["reviewer"]
    operations.link_incidents(review, [other], by=by)
    row = operations.add_pattern(review, "weakness", "Two lists are kept.", [other], by=by)
    operations.add_pattern(review, "pattern", "Calls are lost at noon.", [], by=by)
    page = client_of("reviewer").get(f"/reviews/{review.pk}/").text
    assert f"Seen in {other.reference}. Not answered yet" in page
    assert "Seen in none of the incidents yet." in page
    draft = draft_of(provider, source_type=row._meta.label_lower, source_id=row.pk)
    actions.propose(review.incident, draft, by=by)
    page = client_of("reviewer").get(f"/reviews/{review.pk}/").text
    assert f"Seen in {other.reference}. 1 action" in page
    assert f"/incidents/{review.incident.reference}/actions/" in page
