"""A customer sets up forums of their own: terms, people, rhythm and agenda."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from goldthread.access import operations as access
from goldthread.domain.governance.forums import operations, queries
from goldthread.domain.governance.forums.agenda import SOURCES
from goldthread.domain.governance.forums.models import Forum
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories import forums as made
from tests.factories.provider import Provider, make_provider


def save(provider: Provider, **changes: Any) -> Forum:
    terms = made.terms_of(provider, **({"name": "Night staff forum"} | changes))
    return operations.save_forum(provider.organisation, terms, by=provider.people["administrator"])


@pytest.mark.capability(116)
@pytest.mark.rule("MEE-13", "allowed")
@pytest.mark.rule("MEE-14", "allowed")
@pytest.mark.rule("MEE-15", "allowed")
@pytest.mark.rule("MEE-16", "allowed")
def test_a_customer_sets_up_a_forum_of_their_own(provider: Provider) -> None:
    forum = save(provider)
    assert (forum.code, forum.quorum) == ("night_staff_forum", 2)
    assert [member.user.name for member in queries.members_of(forum)] == [
        "Test Governance lead",
        "Test Team manager",
    ]
    assert Entry.objects.filter(kind="settings.forum", record_id=forum.pk).exists()


def test_two_forums_of_one_name_keep_apart(provider: Provider) -> None:
    assert {save(provider).code, save(provider).code} == {
        "night_staff_forum",
        "night_staff_forum_2",
    }


@pytest.mark.rule("MEE-13", "refused")
@pytest.mark.rule("MEE-14", "refused")
@pytest.mark.rule("MEE-15", "refused")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"purpose": " "}, "MEE-13"),
        ({"name": ""}, "MEE-13"),
        ({"quorum": 0}, "MEE-14"),
        ({"quorum": 4}, "MEE-14"),
        ({"agenda": ()}, "MEE-15"),
    ],
)
def test_a_forum_that_could_not_work_is_refused(
    provider: Provider, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        save(provider, **changes)
    assert refused.value.codes == (code,)


@pytest.mark.rule("MEE-14", "boundary")
def test_a_quorum_may_be_everyone(provider: Provider) -> None:
    assert save(provider, quorum=3).quorum == 3


@pytest.mark.rule("MEE-16", "refused")
def test_people_who_left_or_work_elsewhere_are_not_chosen(provider: Provider) -> None:
    other = make_provider("Elsewhere Care").people["team_manager"]
    gone = provider.people["reviewer"]
    access.leave(gone, timezone.localdate() - dt.timedelta(days=2))
    gone.refresh_from_db()
    for one in (other, gone):
        with pytest.raises(Refused) as refused:
            save(provider, members=(provider.people["team_manager"], one))
        assert refused.value.codes == ("MEE-16",)
        assert one.name in refused.value.refusals[0].sentence


def test_a_member_who_is_left_out_keeps_their_past(provider: Provider) -> None:
    forum = save(provider)
    terms = made.terms_of(provider, members=(provider.people["team_manager"],))
    operations.save_forum(provider.organisation, terms, forum=forum)
    assert forum.members.filter(left_on__isnull=False).count() == 1
    assert [member.user.name for member in queries.members_of(forum)] == ["Test Team manager"]


def test_only_those_who_set_up_forums_do(provider: Provider) -> None:
    for role in ("safeguarding_lead", "team_manager"):
        with pytest.raises(Refused) as refused:
            operations.save_forum(
                provider.organisation, made.terms_of(provider), by=provider.people[role]
            )
        assert refused.value.codes == (NOT_ALLOWED,)


def test_every_section_of_the_shipped_forums_is_installed(provider: Provider) -> None:
    chosen = {code for forum in Forum.objects.all() for code in forum.agenda}
    assert chosen <= set(SOURCES)


def test_members_join_one_by_one_below_the_quorum(provider: Provider) -> None:
    forum = save(provider, chair=None, members=())
    for role in ("verifier", "reviewer"):
        present = operations.present_terms(Forum.objects.get(pk=forum.pk))
        terms = replace(present, members=(*present.members, provider.people[role]))
        operations.save_forum(provider.organisation, terms, forum=Forum.objects.get(pk=forum.pk))
    assert queries.members_of(forum).count() == 2
