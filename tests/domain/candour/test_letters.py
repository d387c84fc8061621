"""Letters are merged from the record, edited, and kept exactly as sent."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from goldthread import defaults
from goldthread.domain.candour import operations, queries
from goldthread.domain.candour.models import Letter, LetterTemplate
from goldthread.domain.candour.terms import MERGE_FIELDS, SentHow
from goldthread.letters.merging import blanks, digest, fields_of, merge
from goldthread.trail.queries import of_record
from goldthread.workflow.refusals import Refused
from tests.factories.candour import harmful_incident, send, talked, told
from tests.factories.provider import Provider

FIELDS = st.sampled_from(sorted(MERGE_FIELDS))
PLAIN = st.text(st.characters(exclude_characters="{}[]", exclude_categories=["Cs"]), max_size=30)


@given(st.lists(st.tuples(PLAIN, FIELDS), max_size=8), st.dictionaries(FIELDS, st.text()))
def test_merging_fills_each_field_once_and_names_the_rest(
    parts: list[tuple[str, str]], values: dict[str, str]
) -> None:
    text = "".join(f"{words}{{{{ {field} }}}}" for words, field in parts)
    merged = merge(text, values, MERGE_FIELDS)
    expected = "".join(
        words + (values.get(field, "").strip() or f"[to fill in: {MERGE_FIELDS[field]}]")
        for words, field in parts
    )
    assert merged.text == expected
    assert set(merged.missing) == {field for _, field in parts if not values.get(field, "").strip()}


def test_a_value_is_never_read_for_fields_of_its_own() -> None:
    merged = merge("Dear {{ recipient_name }}", {"recipient_name": "{{ reference }}"}, {})
    assert merged.text == "Dear {{ reference }}"


def test_blanks_are_named_once_each() -> None:
    text = merge("{{ contact_name }}, {{ contact_name }}, {{ told_on }}", {}, MERGE_FIELDS).text
    assert blanks(text) == ["the contact's name", "the date they were told"]


@pytest.mark.parametrize("row", defaults.letters(), ids=lambda row: str(row["code"]))
def test_every_shipped_letter_uses_only_fields_with_a_name(row: dict[str, str]) -> None:
    assert set(fields_of(row["subject"], row["body"])) <= MERGE_FIELDS.keys()


def template(provider: Provider, code: str = "candour_follow_up") -> LetterTemplate:
    found = queries.template_of(provider.organisation.pk, code)
    assert found is not None
    return found


@pytest.mark.capability(25)
def test_a_draft_takes_from_the_record_what_it_knows_and_leaves_blanks_for_the_rest(
    provider: Provider,
) -> None:
    candour, by = told(provider), provider.people["reviewer"]
    operations.engage(candour.incident, talked(), by=by)
    letter = operations.draft_letter(candour.incident, template(provider), by=by)
    assert letter.recipient == "Robin Example"
    assert "Dear Robin Example" in letter.text
    assert "The visit was missed because the rota changed." in letter.text
    assert "• Why did nobody ring?" in letter.text
    assert candour.incident.reference in letter.text
    assert "what we do not know yet" in blanks(letter.text)
    assert "{{" not in letter.text


@pytest.mark.rule("LET-01", "refused")
def test_a_letter_with_blanks_is_not_sent_and_says_what_is_missing(provider: Provider) -> None:
    by = provider.people["reviewer"]
    letter = operations.draft_letter(told(provider).incident, template(provider), by=by)
    with pytest.raises(Refused, match="Fill in: what we do not know yet") as refused:
        operations.send_letter(letter, SentHow.POST, by=by)
    assert refused.value.codes == ("LET-01",)
    letter.refresh_from_db()
    assert letter.sent_at is None


def plain_draft(provider: Provider, text: str, recipient: str = "Robin Example") -> Letter:
    by = provider.people["reviewer"]
    letter = operations.draft_letter(harmful_incident(provider), template(provider), by=by)
    return operations.edit_letter(letter, recipient=recipient, subject="Our talk", text=text, by=by)


@pytest.mark.rule("LET-01", "boundary")
@pytest.mark.parametrize("text", ["", "Dear {{ recipient_name }}", "[to fill in: the apology]"])
def test_an_empty_text_and_a_single_blank_are_not_whole(provider: Provider, text: str) -> None:
    with pytest.raises(Refused) as refused:
        operations.send_letter(
            plain_draft(provider, text), SentHow.POST, by=provider.people["reviewer"]
        )
    assert refused.value.codes == ("LET-01",)


@pytest.mark.capability(25)
@pytest.mark.rule("LET-01", "allowed")
@pytest.mark.rule("LET-02", "allowed")
@pytest.mark.rule("LET-03", "allowed")
def test_the_exact_text_sent_is_kept_with_its_hash_in_the_trail(provider: Provider) -> None:
    text = "Dear Robin\n\nWe are sorry.  \n"
    letter = operations.send_letter(
        plain_draft(provider, text), SentHow.BY_HAND, by=provider.people["reviewer"]
    )
    letter.refresh_from_db()
    assert letter.text == text
    assert letter.text_hash == digest("Our talk", text)
    last = list(of_record("incidents.incident", letter.incident_id))[-1]
    assert letter.text_hash in last.body
    assert "We are sorry" not in last.body


@pytest.mark.rule("LET-02", "refused")
def test_a_sent_letter_is_not_edited(provider: Provider) -> None:
    letter = send(provider, harmful_incident(provider), "openness_note")
    with pytest.raises(Refused) as refused:
        operations.edit_letter(
            letter, recipient="X", subject="Y", text="Z", by=provider.people["reviewer"]
        )
    assert refused.value.codes == ("LET-02",)


@pytest.mark.rule("LET-02", "boundary")
def test_a_letter_is_sent_once_even_from_an_old_page(provider: Provider) -> None:
    by = provider.people["reviewer"]
    draft = plain_draft(provider, "Dear Robin")
    stale = Letter.objects.select_related("incident").get(pk=draft.pk)
    operations.send_letter(draft, SentHow.POST, by=by)
    for late in (
        lambda: operations.send_letter(stale, SentHow.EMAIL, by=by),
        lambda: operations.edit_letter(stale, recipient="R", subject="S", text="T", by=by),
    ):
        with pytest.raises(Refused) as refused:
            late()
        assert refused.value.codes == ("LET-02",)


@pytest.mark.rule("LET-03", "refused")
@pytest.mark.rule("LET-03", "boundary")
@pytest.mark.parametrize("recipient", ["", "  "])
def test_a_letter_says_to_whom_it_goes(provider: Provider, recipient: str) -> None:
    with pytest.raises(Refused) as refused:
        operations.send_letter(
            plain_draft(provider, "Dear Robin", recipient),
            SentHow.POST,
            by=provider.people["reviewer"],
        )
    assert refused.value.codes == ("LET-03",)


@pytest.mark.rule("LET-05", "refused")
def test_a_letter_is_not_recorded_as_sent_before_it_is(provider: Provider) -> None:
    tomorrow = timezone.now() + dt.timedelta(days=1)
    with pytest.raises(Refused) as refused:
        send(provider, harmful_incident(provider), "openness_note", sent_at=tomorrow)
    assert [(r.code, r.field) for r in refused.value.refusals] == [("LET-05", "sent_on")]


@pytest.mark.rule("LET-05", "allowed")
@pytest.mark.rule("LET-05", "boundary")
@pytest.mark.parametrize("ago", [dt.timedelta(), dt.timedelta(days=3)], ids=["now", "earlier"])
def test_a_letter_sent_now_or_earlier_is_recorded(provider: Provider, ago: dt.timedelta) -> None:
    moment = timezone.now() - ago
    letter = send(provider, harmful_incident(provider), "openness_note", sent_at=moment)
    assert letter.sent_at == moment


def test_letters_are_encrypted_at_rest(provider: Provider) -> None:
    plain_draft(provider, "Dear Robin Example")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, recipient, subject FROM candour_letter")
        stored = " ".join(cursor.fetchone())
    assert "Robin" not in stored


def test_a_new_wording_is_used_from_now_on_and_earlier_letters_keep_theirs(
    provider: Provider,
) -> None:
    by = provider.people["reviewer"]
    incident = harmful_incident(provider)
    first = operations.draft_letter(incident, template(provider), by=by)
    operations.save_template(
        provider.organisation,
        "candour_follow_up",
        name="Our follow-up",
        step="written_follow_up",
        subject="After our talk",
        body="Dear {{ recipient_name }}",
        by=by,
    )
    second = operations.draft_letter(incident, template(provider), by=by)
    assert (first.version.number, second.version.number) == (1, 2)
    assert second.subject == "After our talk"


@pytest.mark.rule("LET-04", "refused")
@pytest.mark.rule("LET-04", "boundary")
def test_a_template_with_an_unknown_field_is_refused_by_its_name(provider: Provider) -> None:
    with pytest.raises(Refused, match=r"\{\{ recipiant_name \}\}") as refused:
        operations.save_template(
            provider.organisation,
            "ours",
            name="Ours",
            step="engagement",
            subject="Hello",
            body="Dear {{ recipiant_name }}, {{ reference }}",
        )
    assert refused.value.codes == ("LET-04",)


@pytest.mark.rule("LET-04", "allowed")
def test_the_shipped_templates_are_installed_once(provider: Provider) -> None:
    assert queries.templates_of(provider.organisation).count() == len(defaults.letters())
    assert operations.install_defaults(provider.organisation) == []


@pytest.mark.parametrize("role", ["supervisor", "inspector"])
def test_only_those_who_manage_candour_write_letters(provider: Provider, role: str) -> None:
    with pytest.raises(Refused) as refused:
        operations.draft_letter(
            harmful_incident(provider), template(provider), by=provider.people[role]
        )
    assert refused.value.codes == ("WF-01",)
