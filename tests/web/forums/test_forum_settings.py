"""Settings of forums: a customer's own, its people, and closing one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from goldthread.domain.governance.forums import queries
from goldthread.domain.governance.forums.models import Forum
from tests.factories import forums as made
from tests.factories.provider import Provider

SignIn = Callable[[str], Client]


def typed(provider: Provider, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "name": "Night staff forum",
        "purpose": "What nights look like.",
        "unit": provider.organisation.pk,
        "chair_role": "team_manager",
        "chair": "",
        "quorum": 2,
        "every": "quarterly",
        "quarter_week": "5",
        "month": "2",
        "weekday": "3",
        "time": "21:30",
        "agenda": ["overdue_actions", "carried_over"],
    }
    return values | changes


@pytest.mark.parametrize(("role", "status"), [("administrator", 200), ("governance_lead", 200),
                                              ("safeguarding_lead", 403), ("reporter", 403)])  # fmt: skip
def test_those_who_set_up_forums_see_their_settings(
    client_of: SignIn, role: str, status: int
) -> None:
    assert client_of(role).get("/settings/forums/").status_code == status


@pytest.mark.capability(116)
def test_a_forum_of_ones_own_is_set_up_and_given_members(
    provider: Provider, client_of: SignIn
) -> None:
    client = client_of("administrator")
    response = client.post("/settings/forums/new", typed(provider))
    forum = Forum.objects.get(name="Night staff forum")
    assert response["Location"] == f"/settings/forums/{forum.pk}/"
    assert forum.rhythm.words == (
        "The last Thursday of February, May, August and November at 21:30"
    )
    assert forum.agenda == ["carried_over", "overdue_actions"]
    verifier = provider.people["verifier"]
    for role in ("verifier", "reviewer"):
        client.post(f"/settings/forums/{forum.pk}/", {"members": provider.people[role].pk})
    assert queries.members_of(forum).count() == 2
    client.post(f"/settings/forums/{forum.pk}/members/{verifier.pk}/remove")
    assert [row.user.name for row in queries.members_of(forum)] == ["Test Reviewer"]


def test_a_forum_that_could_not_work_is_refused_at_its_field(
    provider: Provider, client_of: SignIn
) -> None:
    response = client_of("administrator").post(
        "/settings/forums/new", typed(provider, quorum=0, purpose="Kept as typed.")
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "At least 1 person is needed" in page
    assert "Kept as typed." in page


def test_two_who_change_a_forum_do_not_overwrite_each_other(
    provider: Provider, client_of: SignIn
) -> None:
    forum = made.make_forum(provider)
    address = f"/settings/forums/{forum.pk}/terms"
    first = typed(provider, page_version="1", name="First")
    assert client_of("administrator").post(address, first).status_code == 302
    second = typed(provider, page_version="1", name="Second")
    response = client_of("governance_lead").post(address, second)
    assert (response.status_code, "Second" in response.content.decode()) == (409, True)
    assert Forum.objects.get(pk=forum.pk).name == "First"


def test_changing_terms_keeps_the_members(provider: Provider, client_of: SignIn) -> None:
    forum = made.make_forum(provider)
    page = client_of("administrator").get(f"/settings/forums/{forum.pk}/terms").content.decode()
    assert "Every active case, every week." in page
    client_of("administrator").post(f"/settings/forums/{forum.pk}/terms", typed(provider))
    assert queries.members_of(forum).count() == 2


def test_a_forum_is_closed_and_its_history_stays(provider: Provider, client_of: SignIn) -> None:
    held = made.held(provider)
    client_of("administrator").post(f"/settings/forums/{held.forum_id}/close")
    assert Forum.objects.get(pk=held.forum_id).closed_on is not None
    page = client_of("executive").get("/meetings/").content.decode()
    assert "Closed on" in page
