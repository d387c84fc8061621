"""Responses are recorded with their version and score; a second reader is somebody else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from goldthread.access import operations as access
from goldthread.access.models import Unit, User
from goldthread.access.terms import ProviderType
from goldthread.instruments import operations, queries
from goldthread.instruments.models import InstrumentVersion, Response
from goldthread.instruments.versioned import INSTRUMENTS
from goldthread.trail.queries import of_record
from goldthread.versions import operations as versions
from goldthread.workflow.refusals import Refused
from tests.instruments.test_scoring import GOOD, audit

AT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def provider() -> Unit:
    return access.add_organisation("Alder Mind", provider_type=ProviderType.NHS_BODY)


@pytest.fixture
def reader(provider: Unit) -> User:
    return access.add_person("reader@alder.example", "Ama Reader", organisation=provider)


@pytest.fixture
def colleague(provider: Unit) -> User:
    return access.add_person("second@alder.example", "Ben Second", organisation=provider)


@pytest.fixture
def version(provider: Unit, reader: User) -> InstrumentVersion:
    return operations.publish_version(
        operations.save_draft(provider, audit(), by=reader), by=reader, at=AT
    )


def respond(version: InstrumentVersion, provider: Unit, by: User, **changes: str) -> Response:
    return operations.respond(
        version, GOOD | changes, subject=provider, case_label="File 1", by=by, at=AT, thread=3
    )


@pytest.mark.rule("INS-01", "allowed")
@pytest.mark.rule("INS-02", "allowed")
@pytest.mark.rule("INS-02", "boundary")
@pytest.mark.rule("INS-05", "allowed")
@pytest.mark.rule("INS-06", "allowed")
def test_a_response_keeps_answers_comments_score_and_who_and_when(
    version: InstrumentVersion, provider: Unit, reader: User
) -> None:
    kept = operations.respond(
        version,
        GOOD | {"met": "no"},
        subject=provider,
        case_label=" File 1 ",
        by=reader,
        at=AT,
        comments={"written": " Page 2 "},
    )
    assert kept.case_label == "File 1"
    assert kept.answers["written"] == {"answer": "yes", "comment": "Page 2"}
    assert "due_at" not in kept.answers
    assert kept.criteria == {"documented": True, "in_time": None, "practice_seen": True}
    assert (kept.passes, kept.responded_by, kept.responded_at) == (True, reader, AT)


def test_a_response_is_in_the_trail_of_its_subject(
    version: InstrumentVersion, provider: Unit, reader: User
) -> None:
    respond(version, provider, reader)
    assert [e.kind for e in of_record("access.unit", provider.pk)][-1] == "instrument.respond"


@pytest.mark.capability(50)
def test_totals_count_the_same_criteria_at_baseline_and_re_audit(
    version: InstrumentVersion, provider: Unit, reader: User
) -> None:
    for answer in ("yes", "no", "yes"):
        respond(version, provider, reader, written=answer)
    operations.publish_version(
        operations.save_draft(provider, audit(name="Reworded"), by=reader), by=reader
    )
    total = queries.totals_of(version, queries.responses_of(provider))[0]
    assert (total.met, total.applicable) == (2, 3)
    assert {r.version.number for r in queries.responses_of(provider)} == {1}


@pytest.mark.capability(52)
def test_an_observation_records_who_setting_and_seen_or_not(provider: Unit, reader: User) -> None:
    operations.install_defaults(provider)
    kept = operations.respond(
        queries.current(provider.pk, "practice_observation"),
        {
            "who": "Two care coordinators",
            "setting": "huddle",
            "observed_on": "2026-11-02",
            "told": "yes",
            "change_seen": "not_seen",
            "tool_used": "na",
            "work_as_done": "The board was in another room.",
        },
        subject=provider,
        case_label="Huddle 1",
        by=reader,
    )
    words = {said.question: said.answer for said in queries.in_words(kept)}
    assert words["Who was observed?"] == "Two care coordinators"
    assert words["What was observed?"] == "Huddle or zoning meeting"
    assert words["When?"] == "2 November 2026"
    assert words["Was the agreed practice seen?"] == "Not seen"
    assert kept.passes is False


@pytest.mark.rule("INS-01", "refused")
def test_there_must_be_a_published_version(provider: Unit, reader: User) -> None:
    draft = operations.save_draft(provider, audit(), by=reader)
    with pytest.raises(Refused) as refused:
        queries.current(provider.pk, "step_up_audit")
    assert refused.value.codes == ("INS-01",)
    with pytest.raises(Refused) as refused:
        respond(draft, provider, reader)
    assert refused.value.codes == ("INS-01",)


@pytest.mark.rule("INS-02", "refused")
def test_incomplete_answers_are_refused_at_each_question_and_nothing_is_kept(
    version: InstrumentVersion, provider: Unit, reader: User
) -> None:
    with pytest.raises(Refused) as refused:
        respond(version, provider, reader, written="", seen="?")
    assert sorted((r.code, r.field) for r in refused.value.refusals) == [
        ("INS-02", "seen"),
        ("INS-02", "written"),
    ]
    assert not Response.objects.exists()


@pytest.mark.rule("INS-03", "refused")
def test_the_first_reader_cannot_be_the_second(
    version: InstrumentVersion, provider: Unit, reader: User
) -> None:
    first = respond(version, provider, reader)
    with pytest.raises(Refused, match="someone else") as refused:
        operations.respond(
            version, GOOD, subject=provider, case_label="File 1", by=reader, second_of=first
        )
    assert refused.value.codes == ("INS-03",)


@pytest.mark.rule("INS-03", "allowed")
@pytest.mark.rule("INS-04", "allowed")
def test_a_second_reading_measures_agreement_and_is_not_counted_twice(
    version: InstrumentVersion, provider: Unit, reader: User, colleague: User
) -> None:
    first = respond(version, provider, reader)
    operations.respond(
        version,
        GOOD | {"written": "no"},
        subject=provider,
        case_label="File 1",
        by=colleague,
        second_of=first,
    )
    agreement = queries.agreement_of(provider)
    assert (agreement.pairs, agreement.agreed) == (3, 2)
    assert list(queries.responses_of(provider)) == [first]


@pytest.mark.rule("INS-04", "refused")
def test_a_case_is_read_at_most_twice_and_with_the_same_version(
    version: InstrumentVersion, provider: Unit, reader: User, colleague: User
) -> None:
    first = respond(version, provider, reader)
    newer = operations.publish_version(
        operations.save_draft(provider, audit(), by=reader), by=reader
    )

    def again(with_version: InstrumentVersion) -> Response:
        return operations.respond(
            with_version, GOOD, subject=provider, case_label="F", by=colleague, second_of=first
        )

    with pytest.raises(Refused) as refused:
        again(newer)
    assert refused.value.codes == ("INS-04",)
    again(version)
    with pytest.raises(Refused) as refused:
        again(version)
    assert refused.value.codes == ("INS-04",)


@pytest.mark.rule("INS-05", "refused")
def test_a_faulty_draft_is_refused_with_every_fault(provider: Unit, reader: User) -> None:
    with pytest.raises(Refused) as refused:
        operations.save_draft(provider, audit(name="", kind="poll"), by=reader)
    assert refused.value.codes == ("INS-05", "INS-05")
    assert not queries.instruments_of(provider.pk).exists()


@pytest.mark.rule("INS-06", "refused")
def test_a_published_version_is_not_published_again(
    version: InstrumentVersion, reader: User
) -> None:
    with pytest.raises(Refused) as refused:
        operations.publish_version(version, by=reader)
    assert refused.value.codes == ("INS-06",)


@pytest.mark.rule("INS-07", "allowed")
def test_corrected_answers_count_instead_and_the_first_are_kept(
    version: InstrumentVersion, provider: Unit, reader: User
) -> None:
    first = respond(version, provider, reader)
    better = operations.correct(
        first, GOOD | {"written": "no"}, reason="Read the wrong page", by=reader
    )
    assert list(queries.responses_of(provider)) == [better]
    assert Response.objects.filter(pk=first.pk).exists()


@pytest.mark.rule("INS-07", "boundary")
def test_correcting_the_first_reading_keeps_its_second_reading(
    version: InstrumentVersion, provider: Unit, reader: User, colleague: User
) -> None:
    first = respond(version, provider, reader, written="no")
    second = operations.respond(
        version, GOOD, subject=provider, case_label="F", by=colleague, second_of=first
    )
    operations.correct(first, GOOD, reason="Misread", by=reader)
    assert queries.agreement_of(provider).agreed == 3
    operations.correct(second, GOOD | {"seen": "not_seen"}, reason="Misread", by=colleague)
    assert queries.agreement_of(provider).agreed == 2


@pytest.mark.rule("INS-07", "refused")
@pytest.mark.parametrize("reason", ["", "  "])
def test_a_correction_needs_a_reason(
    version: InstrumentVersion, provider: Unit, reader: User, reason: str
) -> None:
    first = respond(version, provider, reader)
    with pytest.raises(Refused) as refused:
        operations.correct(first, GOOD, reason=reason, by=reader)
    assert [(r.code, r.field) for r in refused.value.refusals] == [("INS-07", "reason")]


@pytest.mark.rule("INS-07", "refused")
def test_answers_are_corrected_once_and_then_the_newer_ones(
    version: InstrumentVersion, provider: Unit, reader: User
) -> None:
    first = respond(version, provider, reader)
    operations.correct(first, GOOD, reason="Misread", by=reader)
    with pytest.raises(Refused) as refused:
        operations.correct(first, GOOD, reason="Misread again", by=reader)
    assert refused.value.codes == ("INS-07",)


def test_the_shipped_instruments_are_installed_once(provider: Unit) -> None:
    first = {version.instrument.code for version in operations.install_defaults(provider)}
    assert {"practice_observation", "care_plan_check", "competency_check"} <= first
    assert operations.install_defaults(provider) == []


def shipping(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """What the product ships is one audit, with these changes."""
    shipped = replace(INSTRUMENTS, shipped=lambda: [audit() | {"version": 1} | changes])
    monkeypatch.setattr(operations, "install_defaults", partial(versions.install_defaults, shipped))


@pytest.fixture
def installed(provider: Unit, monkeypatch: pytest.MonkeyPatch) -> InstrumentVersion:
    """The organisation uses what shipped first; since then a newer wording ships."""
    shipping(monkeypatch)
    made = operations.install_defaults(provider)[0]
    shipping(monkeypatch, version=2, name="Audit, in newer words")
    return made


def test_a_newer_wording_waits_as_a_draft_for_a_person_to_publish(
    provider: Unit, installed: InstrumentVersion
) -> None:
    assert operations.install_defaults(provider) == []
    draft = queries.versions_of(installed.instrument)[0]
    assert (draft.is_draft, draft.number) == (True, 2)
    assert draft.note.startswith("Comes with a newer Goldthread")
    assert queries.current(provider.pk, installed.instrument.code) == installed


def test_a_newer_wording_is_offered_once_even_when_it_was_changed_before_publishing(
    provider: Unit, reader: User, installed: InstrumentVersion
) -> None:
    operations.install_defaults(provider)
    ours = operations.save_draft(provider, audit() | {"name": "Our words"}, by=reader)
    operations.publish_version(ours, by=reader)
    operations.install_defaults(provider)
    newest = queries.versions_of(installed.instrument)[0]
    assert (newest.number, newest.is_draft, newest.definition["name"]) == (2, False, "Our words")


def test_a_draft_that_someone_is_preparing_is_left_alone(
    provider: Unit, reader: User, installed: InstrumentVersion
) -> None:
    operations.save_draft(provider, audit() | {"name": "Our words"}, by=reader)
    operations.install_defaults(provider)
    assert queries.versions_of(installed.instrument)[0].definition["name"] == "Our words"


def test_answers_keep_the_version_they_were_asked_with_when_a_newer_one_is_published(
    provider: Unit, reader: User, installed: InstrumentVersion
) -> None:
    kept = respond(installed, provider, reader)
    operations.install_defaults(provider)
    operations.publish_version(queries.versions_of(installed.instrument)[0], by=reader)
    kept.refresh_from_db()
    assert kept.version == installed
    assert queries.current(provider.pk, installed.instrument.code).number == 2


@pytest.mark.rule("INS-01", "boundary")
def test_an_instrument_of_another_organisation_is_not_found(version: InstrumentVersion) -> None:
    other = access.add_organisation("Beech Care", provider_type=ProviderType.VOLUNTARY)
    with pytest.raises(Refused) as refused:
        queries.current(other.pk, version.instrument.code)
    assert refused.value.codes == ("INS-01",)


@pytest.mark.rule("INS-03", "boundary")
def test_a_second_reading_is_by_a_person(
    version: InstrumentVersion, provider: Unit, reader: User
) -> None:
    first = respond(version, provider, reader)
    with pytest.raises(Refused) as refused:
        operations.respond(
            version, GOOD, subject=provider, case_label="F", by=None, second_of=first
        )
    assert refused.value.codes == ("INS-03",)


@pytest.mark.rule("INS-04", "boundary")
def test_a_second_reading_has_no_second_reading_of_its_own(
    version: InstrumentVersion, provider: Unit, reader: User, colleague: User
) -> None:
    first = respond(version, provider, reader)
    second = operations.respond(
        version, GOOD, subject=provider, case_label="F", by=colleague, second_of=first
    )
    with pytest.raises(Refused) as refused:
        operations.respond(
            version, GOOD, subject=provider, case_label="F", by=reader, second_of=second
        )
    assert refused.value.codes == ("INS-04",)


@pytest.mark.rule("INS-05", "boundary")
def test_the_smallest_instrument_is_one_question_and_one_criterion(
    provider: Unit, reader: User
) -> None:
    question = {"id": "done", "text": "Done?", "type": "yes_no"}
    criterion = {"code": "done", "label": "Done", "questions": ["done"], "met_when": "all_yes"}
    smallest = audit(sections=[{"questions": [question]}], criteria=[criterion])
    assert operations.save_draft(provider, smallest, by=reader).is_draft


@pytest.mark.rule("INS-06", "boundary")
def test_a_draft_is_published_once_even_from_an_old_page(provider: Unit, reader: User) -> None:
    draft = operations.save_draft(provider, audit(), by=reader)
    operations.publish_version(draft, by=reader)
    with pytest.raises(Refused) as refused:
        operations.publish_version(draft, by=reader)
    assert refused.value.codes == ("INS-06",)
