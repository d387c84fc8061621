"""The pages of an action: what they say, who may use them, and that nothing typed is lost."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from goldthread.access.models import User
from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.terms import Status
from goldthread.domain.verification.models import Plan
from tests.factories.actions import (
    CHANGE,
    TEMPLATE,
    acting,
    communicate,
    implement,
    make_agreed,
    make_complete,
    make_proposed,
)
from tests.factories.conclusions import find_not_effective
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider
from tests.factories.reviews import review_of, write_rapid

ClientOf = Callable[[str | User], Client]
DAY = dt.timedelta(days=1)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def day(name: str, value: dt.date) -> dict[str, str]:
    return {
        f"{name}-day": str(value.day),
        f"{name}-month": str(value.month),
        f"{name}-year": str(value.year),
    }


def typed(provider: Provider, **changes: Any) -> dict[str, Any]:
    """What someone types to agree an action."""
    return {
        "title": "Show uncovered visits on the duty board",
        "change": CHANGE,
        "success_measure": "No visit without cover on 19 of 20 days.",
        "owner": provider.people["team_manager"].pk,
        "strength": "medium",
        "strength_reason": "People see it at the huddle.",
        "routes": ["template"],
        "artefact_template": "Rota template",
        "method": "file_sample",
        "measure": "Visits with a named covering worker",
        "standard": "90",
        "verifier": provider.people["verifier"].pk,
        **day("due_on", timezone.localdate() + 14 * DAY),
    } | changes


@pytest.mark.capability(38)
def test_an_action_is_proposed_from_its_incident(provider: Provider, client_of: ClientOf) -> None:
    incident = acting(provider)
    address = f"/incidents/{incident.reference}/actions/new"
    response = client_of("team_manager").post(
        address, {"title": "Duty board", "change": CHANGE}, follow=True
    )
    assert "It counts once it is agreed" in text(response)
    assert Action.objects.get().status == Status.PROPOSED


@pytest.mark.capability(38, 39, 40, 41)
def test_a_proposal_is_finished_and_agreed_on_one_page(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_proposed(provider, owner=None, due_on=None, routes=())
    response = client_of("governance_lead").post(
        f"/actions/{action.pk}/agree",
        typed(provider) | {"page_version": action.version},
        follow=True,
    )
    action.refresh_from_db()
    assert action.status == Status.AGREED
    assert "Agreed. The clock runs until its due date." in text(response)


@pytest.mark.capability(38)
def test_weak_wording_is_refused_at_its_field_with_everything_typed_kept(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_proposed(provider)
    weak = "All staff will be reminded of the importance of checking the rota."
    response = client_of("governance_lead").post(
        f"/actions/{action.pk}/agree", typed(provider, change=weak, measure="Kept words")
    )
    page = text(response)
    assert response.status_code == 422
    assert 'href="#id_change"' in page and "relies on people remembering" in page
    assert weak in page and "Kept words" in page


def test_every_missing_thing_is_said_at_once(provider: Provider, client_of: ClientOf) -> None:
    action = make_proposed(provider)
    empty = {"title": "Duty board", "change": CHANGE}
    page = text(client_of("governance_lead").post(f"/actions/{action.pk}/agree", empty))
    for sentence in (
        "Choose the person who will see this through",
        "Give the day by which it will be done",
        "Say what you will count or see",
        "Choose at least one way",
        "Grade the action",
        "Say how it will be shown that practice changed",
    ):
        assert sentence in page


def test_a_proposal_can_be_saved_unfinished(provider: Provider, client_of: ClientOf) -> None:
    action = make_proposed(provider)
    client_of("governance_lead").post(
        f"/actions/{action.pk}/agree",
        {"title": "Another name", "change": CHANGE, "save": "1"},
    )
    action.refresh_from_db()
    assert (action.title, action.status) == ("Another name", Status.PROPOSED)


def test_someone_elses_change_is_not_overwritten(provider: Provider, client_of: ClientOf) -> None:
    action = make_proposed(provider)
    stale = action.version
    client = client_of("governance_lead")
    first = typed(provider, title="First") | {"save": "1", "page_version": stale}
    client.post(f"/actions/{action.pk}/agree", first)
    second = typed(provider, title="Second") | {"save": "1", "page_version": stale}
    response = client.post(f"/actions/{action.pk}/agree", second)
    action.refresh_from_db()
    assert (response.status_code, action.title) == (409, "First")
    assert "Second" in text(response)


@pytest.mark.capability(38)
def test_wording_is_checked_without_script_and_saves_nothing(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = acting(provider)
    page = text(
        client_of("team_manager").post(
            f"/incidents/{incident.reference}/actions/new",
            {"title": "Rota", "change": "Remind staff to check the rota.", "check": "1"},
        )
    )
    assert "Wording worth a second look" in page and "Suggested strength: weak" in page
    assert not Action.objects.exists()


@pytest.mark.capability(38)
def test_wording_is_checked_while_it_is_typed(provider: Provider, client_of: ClientOf) -> None:
    page = text(
        client_of("team_manager").post(
            "/actions/hints", {"title": "Rota", "change": "Remind staff to check <b>it</b>."}
        )
    )
    assert "Remind staff" in page and "<b>" not in page and "<html" not in page


@pytest.mark.capability(43)
def test_a_third_tick_stays_locked_until_both_facts_stand(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider)
    client = client_of("team_manager")
    page = text(client.get(f"/actions/{action.pk}/"))
    assert "gt-tick--locked" in page and "Opens when both are done" in page
    communicate(provider, implement(provider, action))
    page = text(client.get(f"/actions/{action.pk}/"))
    assert "gt-tick--effective" not in page and "Implemented, not verified, for" in page


@pytest.mark.capability(43)
def test_what_is_missing_is_said_beside_the_button(provider: Provider, client_of: ClientOf) -> None:
    action = make_agreed(provider)
    page = text(client_of("team_manager").get(f"/actions/{action.pk}/"))
    assert "Add evidence first: updated template" in page


@pytest.mark.capability(43)
def test_completing_with_one_fact_is_refused_in_plain_words(
    provider: Provider, client_of: ClientOf
) -> None:
    action = implement(provider, make_agreed(provider))
    response = client_of("team_manager").post(f"/actions/{action.pk}/complete")
    assert response.status_code == 422
    assert "Completed means implemented and communicated" in text(response)


@pytest.mark.capability(41, 44)
def test_evidence_asks_for_what_its_type_needs(provider: Provider, client_of: ClientOf) -> None:
    action = make_agreed(provider)
    client = client_of("team_manager")
    response = client.post(f"/actions/{action.pk}/evidence", {"type": "template"})
    assert response.url == f"/actions/{action.pk}/evidence/template"
    page = text(client.get(response.url))
    assert "Version before" in page and "Assessor" not in page


@pytest.mark.capability(44)
def test_evidence_of_a_template_is_added_with_its_versions(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider)
    values = {"title": "Rota template", "version_before": "3", "version_after": "4"}
    page = text(
        client_of("team_manager").post(
            f"/actions/{action.pk}/evidence/template",
            values | day("live_on", dt.date(2026, 1, 5)),
            follow=True,
        )
    )
    assert "Template: Rota template, version 3 replaced by 4" in page
    assert "5 January 2026" in page


@pytest.mark.capability(46)
def test_a_number_that_cannot_be_is_refused_at_its_field(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider)
    values = {"title": "Duty board", "attended": "21", "eligible": "20"}
    response = client_of("team_manager").post(
        f"/actions/{action.pk}/evidence/training_attendance",
        values | day("held_on", dt.date(2026, 1, 5)),
    )
    assert response.status_code == 422 and 'value="21"' in text(response)


def test_a_photograph_is_kept_and_downloaded_by_those_in_scope(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider)
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    upload = SimpleUploadedFile("board.png", picture.getvalue(), "image/png")
    client_of("team_manager").post(
        f"/actions/{action.pk}/evidence/photograph",
        {"shows": "The board", "file": upload, **day("taken_on", dt.date(2026, 1, 5))},
    )
    page = text(client_of("verifier").get(f"/actions/{action.pk}/"))
    address = page.split('class="gt-proof__file"><a href="')[1].split('"')[0]
    response = client_of("verifier").get(address)
    assert response.status_code == 200 and b"".join(response.streaming_content)
    assert response["Content-Disposition"].startswith("attachment")
    assert client_of("reporter").get(address).status_code == 404


def test_a_disguised_file_is_refused_and_the_words_stay(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider)
    upload = SimpleUploadedFile("board.png", b"MZ\x90\x00not a picture", "image/png")
    response = client_of("team_manager").post(
        f"/actions/{action.pk}/evidence/photograph",
        {"shows": "The board on the wall", "file": upload, **day("taken_on", dt.date(2026, 1, 5))},
    )
    assert response.status_code == 422 and "The board on the wall" in text(response)


@pytest.mark.capability(43)
def test_both_facts_are_recorded_on_their_pages(provider: Provider, client_of: ClientOf) -> None:
    action = make_agreed(provider)
    client, by = client_of("team_manager"), provider.people["team_manager"]
    actions.add_evidence(action, "template", TEMPLATE, by=by)
    page = client.post(
        f"/actions/{action.pk}/implemented",
        {"how": "In use on every desk.", **day("live_on", timezone.localdate())},
        follow=True,
    )
    assert "It is complete once you also record who was told" in text(page)
    told = {"who": "Everyone in Alder Team", "way": "huddle", "reached": "18", "in_all": "20"}
    page = client.post(
        f"/actions/{action.pk}/communicated",
        told | day("told_on", timezone.localdate()),
        follow=True,
    )
    assert "It is not verified yet" in text(page) and "18 of 20 reached (90%)" in text(page)


def test_reach_beyond_everyone_is_refused_at_its_field(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider)
    told = {"who": "The whole team", "way": "huddle", "reached": "21", "in_all": "20"}
    response = client_of("team_manager").post(
        f"/actions/{action.pk}/communicated", told | day("told_on", timezone.localdate())
    )
    page = text(response)
    assert response.status_code == 422 and 'href="#id_reached"' in page
    assert "The whole team" in page


@pytest.mark.capability(40)
def test_a_later_date_is_asked_for_and_decided_by_another(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider)
    later = action.due_on + 7 * DAY
    owner = client_of("team_manager")
    owner.post(
        f"/actions/{action.pk}/later-date",
        {"reason": "The supplier needs a week.", **day("due_on", later)},
    )
    assert "Decide on the later date" not in text(owner.get(f"/actions/{action.pk}/"))
    lead = client_of("governance_lead")
    assert "Decide on the later date" in text(lead.get(f"/actions/{action.pk}/"))
    assert "The supplier needs a week." in text(lead.get(f"/actions/{action.pk}/later-date/decide"))
    page = lead.post(
        f"/actions/{action.pk}/later-date/decide", {"decision": "approve"}, follow=True
    )
    action.refresh_from_db()
    assert action.due_on == later and "First agreed for" in text(page)


@pytest.mark.capability(40)
def test_declining_without_a_reason_is_refused_at_its_field(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider)
    actions.request_extension(
        action,
        due_on=action.due_on + DAY,
        reason="The supplier needs a day.",
        by=provider.people["team_manager"],
    )
    response = client_of("governance_lead").post(
        f"/actions/{action.pk}/later-date/decide", {"decision": "decline"}
    )
    assert response.status_code == 422 and "Say why the date stays" in text(response)


@pytest.mark.capability(39)
def test_an_action_is_passed_on_with_a_warning_about_absence(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider)
    new = provider.people["supervisor"]
    new.absent_from = timezone.localdate()
    new.save()
    page = client_of("governance_lead").post(
        f"/actions/{action.pk}/owner", {"owner": new.pk, "reason": "New rota."}, follow=True
    )
    assert f"Passed to {new.name}" in text(page) and "nobody covers" in text(page)


@pytest.mark.capability(42)
def test_the_history_is_in_plain_words(provider: Provider, client_of: ClientOf) -> None:
    action = make_complete(provider)
    page = text(client_of("team_manager").get(f"/actions/{action.pk}/"))
    for words in ("Agreed, with its plan", "Added evidence: updated template", "18 of 20 reached"):
        assert words in page
    assert "action.agree" not in page


def test_a_failed_action_offers_to_be_reopened_or_replaced(
    provider: Provider, client_of: ClientOf
) -> None:
    action = find_not_effective(provider, make_complete(provider, acting(provider)))
    client = client_of("governance_lead")
    assert "Propose a stronger action" in text(client.get(f"/actions/{action.pk}/"))
    page = client.post(
        f"/actions/{action.pk}/stronger",
        {"title": "A forced field", "change": CHANGE, "strength": "strong"},
        follow=True,
    )
    assert "which was not effective" in text(page)
    page = client.post(
        f"/actions/{action.pk}/reopen", day("due_on", timezone.localdate() + DAY), follow=True
    )
    assert "Both facts are needed again" in text(page)


def test_an_action_is_withdrawn_with_a_reason(provider: Provider, client_of: ClientOf) -> None:
    action = make_agreed(provider)
    page = client_of("governance_lead").post(
        f"/actions/{action.pk}/withdraw", {"reason": "The service closed."}, follow=True
    )
    assert "Withdrawn: The service closed." in text(page)


@pytest.mark.capability(38)
def test_an_action_answers_what_the_review_found(provider: Provider, client_of: ClientOf) -> None:
    review = write_rapid(provider, review_of(provider, make_incident(provider)))
    factor = review.factors.get()
    address = f"/incidents/{review.incident.reference}/actions/new"
    source = f"reviews.factor:{factor.pk}"
    client = client_of("reviewer")
    page = text(client.get(f"{address}?source={source}"))
    assert f'<option value="{source}" selected>' in page
    client.post(address, {"title": "One list", "change": CHANGE, "source": source})
    action = Action.objects.get()
    assert (action.source_type, action.source_id) == ("reviews.factor", factor.pk)
    assert action.proposed_in == review.get_method_display()


def test_a_source_of_another_incident_is_refused(provider: Provider, client_of: ClientOf) -> None:
    review = write_rapid(provider, review_of(provider, make_incident(provider)))
    other = write_rapid(provider, review_of(provider, make_incident(provider)))
    response = client_of("reviewer").post(
        f"/incidents/{review.incident.reference}/actions/new",
        {
            "title": "One list",
            "change": CHANGE,
            "source": f"reviews.factor:{other.factors.get().pk}",
        },
    )
    assert response.status_code == 422 and not Action.objects.exists()


@pytest.mark.capability(43)
def test_the_plan_for_verifying_it_stands_on_the_page(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider)
    page = text(client_of("team_manager").get(f"/actions/{action.pk}/"))
    assert "How it is verified" in page and "at least 90%" in page
    assert "Nothing checked yet, standard 90%" in page


def test_the_instrument_and_sample_go_into_the_plan(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_proposed(provider)
    sample = {"instrument": "escalation_file_audit", "sample_size": "25", "rounds": "4"}
    client_of("governance_lead").post(f"/actions/{action.pk}/agree", typed(provider) | sample)
    plan = Plan.objects.get(action=action)
    assert (plan.sample_size, plan.rounds_planned) == (25, 4)
    assert plan.instrument_version.instrument.code == "escalation_file_audit"


def test_evidence_is_withdrawn_with_a_reason(provider: Provider, client_of: ClientOf) -> None:
    action = make_agreed(provider)
    item = actions.add_evidence(action, "template", TEMPLATE, by=provider.people["team_manager"])
    page = client_of("team_manager").post(
        f"/actions/{action.pk}/evidence/{item.pk}/withdraw", {"reason": "Wrong file."}, follow=True
    )
    assert "Withdrawn evidence (1)" in text(page)


READING = ("", "evidence", "evidence/template", "implemented", "communicated", "later-date")
AGREEING = ("agree", "owner", "withdraw", "reopen", "stronger")


@pytest.mark.parametrize("address", READING)
def test_every_page_of_an_action_out_of_scope_is_not_found(
    provider: Provider, client_of: ClientOf, address: str
) -> None:
    action = make_agreed(provider)
    stranger = provider.person("Bea Birch", "team_manager", provider.other_team)
    assert client_of(stranger).get(f"/actions/{action.pk}/{address}").status_code == 404
    assert Client().get(f"/actions/{action.pk}/{address}").status_code == 302


@pytest.mark.parametrize("address", AGREEING)
@pytest.mark.parametrize(("role", "status"), [("executive", 403), ("team_manager", 200)])
def test_pages_that_change_an_agreement_are_for_those_who_agree(
    provider: Provider, client_of: ClientOf, address: str, role: str, status: int
) -> None:
    action = make_agreed(provider)
    assert client_of(role).get(f"/actions/{action.pk}/{address}").status_code == status


@pytest.mark.parametrize("role", ["executive", "inspector"])
def test_those_who_only_read_find_no_button_and_are_refused(
    provider: Provider, client_of: ClientOf, role: str
) -> None:
    action = make_agreed(provider)
    client = client_of(role)
    page = text(client.get(f"/actions/{action.pk}/"))
    assert "Record who was told" not in page and "Add evidence" not in page
    told = {"who": "All", "way": "huddle", "reached": "1", "in_all": "1"}
    response = client.post(
        f"/actions/{action.pk}/communicated", told | day("told_on", timezone.localdate())
    )
    assert response.status_code == 422 and "You cannot do this here" in text(response)
    assert not action.communications.exists()


def test_hostile_markup_is_shown_as_text(provider: Provider, client_of: ClientOf) -> None:
    action = make_proposed(provider, title="<script>alert(1)</script>", change="<b>bold</b> words")
    page = client_of("governance_lead").get(f"/actions/{action.pk}/").content.decode()
    assert "<script>alert" not in page and "<b>bold" not in page


def test_the_page_of_a_worked_action_costs_few_queries(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    action = make_complete(provider)
    client = client_of("governance_lead")
    client.get("/help")  # the frame's organisation is remembered after the first page
    with django_assert_max_num_queries(25):
        client.get(f"/actions/{action.pk}/")
