"""What the two keep for themselves is read by the two alone, and stands nowhere else."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from goldthread.domain.learning.supervision import operations, queries
from goldthread.domain.learning.supervision.models import PrivateNote
from goldthread.notices.models import Notice
from goldthread.notices.reminders import sweep
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories import supervision as made
from tests.factories.provider import Provider


@pytest.mark.rule("SUP-09", "allowed")
def test_the_two_read_private_notes_and_each_may_add_one(provider: Provider) -> None:
    session = made.session_of(provider)
    operations.add_note(session, "I would like to talk about it again.", by=session.supervisee)
    for person in (session.supervisor, session.supervisee):
        texts = [note.text for note in queries.private_notes(session, person)]
        assert texts == [made.NOTE, "I would like to talk about it again."]


@pytest.mark.rule("SUP-09", "refused")
def test_an_empty_note_is_refused(provider: Provider) -> None:
    session = made.session_of(provider)
    with pytest.raises(Refused) as refused:
        operations.add_note(session, "  ", by=session.supervisor)
    assert refused.value.codes == ("SUP-09",)


@pytest.mark.parametrize(
    "role", ["team_manager", "governance_lead", "executive", "administrator", "inspector"]
)
def test_nobody_else_reads_or_adds_one(provider: Provider, role: str) -> None:
    session, other = made.session_of(provider), provider.people[role]
    assert queries.private_notes(session, other) == []
    with pytest.raises(Refused) as refused:
        operations.add_note(session, "Let me see.", by=other)
    assert refused.value.codes == (NOT_ALLOWED,)


def test_only_the_two_and_who_manages_the_team_find_the_session(provider: Provider) -> None:
    session = made.session_of(provider)
    finds = {
        role for role, person in provider.people.items() if queries.visible_to(person).exists()
    }
    assert finds == {"supervisor", "reporter", "team_manager"}
    assert queries.visible_to(None).count() == 0
    colleague = provider.person("Hermione Quillfeather", "supervisor")
    assert not queries.visible_to(colleague).filter(pk=session.pk).exists()


def test_a_private_note_is_sealed_and_stands_in_no_trail_and_no_message(
    provider: Provider,
) -> None:
    session = made.session_of(provider)
    sweep()
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM supervision_privatenote")
        (stored,) = cursor.fetchone()
    assert "quillwort" not in stored and stored.startswith("s1:")
    assert not [e for e in Entry.objects.all() if "quillwort" in e.body]
    held = Entry.objects.get(kind="supervision.hold")
    assert json.loads(held.body)["facts"]["private_note"] is True
    assert not Notice.objects.filter(body__contains="quillwort").exists()
    assert PrivateNote.objects.get().session == session


def test_what_was_discussed_of_a_prompt_stands_in_no_trail_either(provider: Provider) -> None:
    made.prompt_of(provider)
    made.session_of(provider)
    assert not [e for e in Entry.objects.all() if "duty senior was rung" in e.body]
