"""Runs are recorded with their version; versions are prepared, published and then fixed."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import pytest

from goldthread import defaults
from goldthread.access import operations as access
from goldthread.access.models import Unit, User
from goldthread.access.terms import ProviderType
from goldthread.decision_tools import operations, queries
from goldthread.decision_tools.models import Run, ToolVersion
from goldthread.decision_tools.parsing import faults_of
from goldthread.trail.queries import of_record
from goldthread.workflow.refusals import Refused
from tests.decision_tools.test_definition import small

AT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def provider() -> Unit:
    return access.add_organisation("Alder Mind", provider_type=ProviderType.NHS_BODY)


@pytest.fixture
def person(provider: Unit) -> User:
    return access.add_person("lead@alder.example", "Ama Lead", organisation=provider)


def published(provider: Unit, person: User, **changes: object) -> None:
    draft = operations.save_draft(provider, small(**changes), by=person)
    operations.publish_version(draft, by=person, at=AT)


@pytest.mark.rule("DT-01", "allowed")
@pytest.mark.rule("DT-02", "allowed")
@pytest.mark.rule("DT-03", "allowed")
@pytest.mark.rule("DT-04", "allowed")
def test_a_run_keeps_every_answer_in_order_with_its_reason_and_who_gave_it(
    provider: Unit, person: User
) -> None:
    published(provider, person)
    run = operations.run(
        "threshold",
        provider,
        {"serious": "no", "harmed": "yes"},
        subject=provider,
        by=person,
        at=AT,
        answered={"harmed": "facts"},
        reasons={"serious": " Seen by the nurse. "},
        thread=7,
    )
    assert run.answers == [
        {"question": "harmed", "answer": "yes", "reason": "", "answered_by": "facts"},
        {
            "question": "serious",
            "answer": "no",
            "reason": "Seen by the nurse.",
            "answered_by": "person",
        },
    ]
    assert (run.outcome_code, run.outcome_value) == ("watch", "watch")
    assert (run.ran_at, run.ran_by, run.thread) == (AT, person, 7)


@pytest.mark.rule("DT-02", "boundary")
def test_an_outcome_of_nothing_to_do_is_kept_too(provider: Unit, person: User) -> None:
    published(provider, person)
    operations.run("threshold", provider, {"harmed": "no"}, subject=provider, by=person)
    kept = queries.latest_run(provider, "threshold")
    assert kept is not None
    assert kept.outcome_code == "nothing"


def test_a_run_is_in_the_trail_of_its_subject(provider: Unit, person: User) -> None:
    published(provider, person)
    operations.run("threshold", provider, {"harmed": "no"}, subject=provider, by=person)
    kinds = [entry.kind for entry in of_record("access.unit", provider.pk)]
    assert kinds[-1] == "decision_tool.run"


@pytest.mark.capability(27)
def test_a_run_keeps_its_version_and_words_when_a_newer_one_is_published(
    provider: Unit, person: User
) -> None:
    published(provider, person)
    run = operations.run("threshold", provider, {"harmed": "no"}, subject=provider, by=person)
    newer = small()
    newer["questions"]["harmed"]["text"] = "Was anybody hurt?"
    operations.publish_version(operations.save_draft(provider, newer, by=person), by=person)
    run.refresh_from_db()
    told = queries.in_words(run)
    assert (told.number, told.said[0].question) == (1, "Was anyone harmed?")
    assert queries.current(provider.pk, "threshold").number == 2


def test_answers_given_to_an_older_version_are_recorded_with_that_version(
    provider: Unit, person: User
) -> None:
    published(provider, person)
    asked = queries.current(provider.pk, "threshold")
    published(provider, person, name="Threshold, reworded")
    run = operations.run(
        "threshold", provider, {"harmed": "no"}, subject=provider, by=person, version=asked
    )
    assert run.version.number == 1


@pytest.mark.rule("DT-01", "refused")
def test_a_tool_that_is_only_a_draft_cannot_be_run(provider: Unit, person: User) -> None:
    operations.save_draft(provider, small(), by=person)
    with pytest.raises(Refused, match="no published decision tool") as refused:
        operations.run("threshold", provider, {"harmed": "no"}, subject=provider, by=person)
    assert refused.value.codes == ("DT-01",)


@pytest.mark.rule("DT-01", "boundary")
def test_a_tool_of_another_organisation_is_not_found(provider: Unit, person: User) -> None:
    published(provider, person)
    other = access.add_organisation("Beech Care", provider_type=ProviderType.VOLUNTARY)
    with pytest.raises(Refused) as refused:
        queries.current(other.pk, "threshold")
    assert refused.value.codes == ("DT-01",)


@pytest.mark.rule("DT-02", "refused")
def test_an_unfinished_run_names_the_open_question_and_keeps_nothing(
    provider: Unit, person: User
) -> None:
    published(provider, person)
    with pytest.raises(Refused, match="Was it serious") as refused:
        operations.run("threshold", provider, {"harmed": "yes"}, subject=provider, by=person)
    assert refused.value.refusals[0].field == "serious"
    assert not queries.runs_of(provider).exists()


@pytest.mark.rule("DT-03", "refused")
def test_an_answer_that_is_not_offered_is_refused_at_its_question(
    provider: Unit, person: User
) -> None:
    published(provider, person)
    with pytest.raises(Refused) as refused:
        operations.run("threshold", provider, {"harmed": "perhaps"}, subject=provider, by=person)
    assert [(r.code, r.field) for r in refused.value.refusals] == [("DT-03", "harmed")]


@pytest.mark.rule("DT-04", "refused")
def test_a_faulty_draft_is_refused_with_every_fault(provider: Unit, person: User) -> None:
    with pytest.raises(Refused) as refused:
        operations.save_draft(provider, small(name="", start="act"), by=person)
    assert set(refused.value.codes) == {"DT-04"}
    assert queries.tools_of(provider.pk).count() == 0


@pytest.mark.rule("DT-05", "refused")
def test_a_published_version_is_not_published_again(provider: Unit, person: User) -> None:
    published(provider, person)
    with pytest.raises(Refused) as refused:
        operations.publish_version(queries.current(provider.pk, "threshold"), by=person)
    assert refused.value.codes == ("DT-05",)


@pytest.mark.rule("DT-05", "allowed")
def test_saving_again_replaces_the_one_draft_and_leaves_the_version_in_use(
    provider: Unit, person: User
) -> None:
    published(provider, person)
    operations.save_draft(provider, small(), by=person)
    again = operations.save_draft(provider, small(name="Better"), by=person)
    assert again.number == 2
    assert queries.current(provider.pk, "threshold").number == 1
    tool = queries.tools_of(provider.pk).get()
    assert queries.draft_of(tool) == again


def test_publishing_renames_the_tool_and_says_who_and_when(provider: Unit, person: User) -> None:
    published(provider, person)
    published(provider, person, name="Threshold, reworded")
    current = queries.current(provider.pk, "threshold")
    assert (current.tool.name, current.published_by, current.published_at) == (
        "Threshold, reworded",
        person,
        AT,
    )


def test_the_shipped_tools_are_installed_once(provider: Unit) -> None:
    first = {version.tool.code for version in operations.install_defaults(provider)}
    assert {"triage_tier", "candour_health_service_body"} <= first
    assert operations.install_defaults(provider) == []


def test_installing_leaves_a_tool_that_the_organisation_changed(
    provider: Unit, person: User
) -> None:
    published(provider, person, code="triage_tier")
    operations.install_defaults(provider)
    assert queries.current(provider.pk, "triage_tier").definition["start"] == "harmed"


@pytest.mark.rule("DT-03", "boundary")
def test_an_answer_off_the_path_is_not_looked_at(provider: Unit, person: User) -> None:
    published(provider, person)
    answers = {"harmed": "no", "serious": "perhaps"}
    run = operations.run("threshold", provider, answers, subject=provider, by=person)
    assert [row["question"] for row in run.answers] == ["harmed"]


@pytest.mark.rule("DT-04", "boundary")
def test_the_smallest_sound_tool_is_one_question_and_one_outcome(
    provider: Unit, person: User
) -> None:
    yes = {"code": "yes", "label": "Yes", "next": "end"}
    smallest = small(
        start="only",
        questions={"only": {"text": "Is it?", "answers": [yes]}},
        outcomes={"end": {"label": "It is", "guidance": "Note it."}},
    )
    assert operations.save_draft(provider, smallest, by=person).is_draft


@pytest.mark.rule("DT-05", "boundary")
def test_a_draft_is_published_once_even_from_an_old_page(provider: Unit, person: User) -> None:
    draft = operations.save_draft(provider, small(), by=person)
    operations.publish_version(draft, by=person)
    with pytest.raises(Refused) as refused:
        operations.publish_version(draft, by=person)
    assert refused.value.codes == ("DT-05",)


def asking() -> dict[str, Any]:
    """The small tool, asking for words beside one answer and before one outcome."""
    data = small()
    data["questions"]["harmed"]["answers"][0]["asks"] = "Who was harmed, by role?"
    data["outcomes"]["watch"]["asks"] = [
        {"code": "reason", "label": "Why?"},
        {"code": "by", "label": "Until when?"},
    ]
    return data


WATCH = {"harmed": "yes", "serious": "no"}


def asked_run(provider: Unit, person: User, said: dict[str, str], reason: str) -> Run:
    operations.publish_version(operations.save_draft(provider, asking(), by=person), by=person)
    return operations.run(
        "threshold",
        provider,
        WATCH,
        subject=provider,
        by=person,
        reasons={"harmed": reason},
        said=said,
    )


@pytest.mark.rule("DT-06", "allowed")
def test_a_run_keeps_the_words_that_were_asked_for(provider: Unit, person: User) -> None:
    said = {"reason": " Seen twice. ", "by": "Friday", "made_up": "x"}
    run = asked_run(provider, person, said, "A visitor")
    assert run.said == {"reason": "Seen twice.", "by": "Friday"}
    told = queries.in_words(run)
    assert told.words == (("Why?", "Seen twice."), ("Until when?", "Friday"))
    assert told.said[0].reason == "A visitor"


@pytest.mark.rule("DT-06", "refused")
def test_each_word_that_is_missing_is_asked_for_at_its_place(provider: Unit, person: User) -> None:
    with pytest.raises(Refused) as refused:
        asked_run(provider, person, {"by": "  "}, "")
    assert [(r.code, r.field) for r in refused.value.refusals] == [
        ("DT-06", "harmed"),
        ("DT-06", "reason"),
        ("DT-06", "by"),
    ]
    assert "Write this down: Who was harmed, by role?" in str(refused.value)
    assert not queries.runs_of(provider).exists()


@pytest.mark.rule("DT-06", "boundary")
def test_an_answer_from_the_record_needs_no_words_and_a_caller_may_keep_its_own(
    provider: Unit, person: User
) -> None:
    operations.publish_version(operations.save_draft(provider, asking(), by=person), by=person)
    run = partial(operations.run, "threshold", provider, subject=provider, by=person)
    said = {"reason": "Seen.", "by": "Friday"}
    assert run(WATCH, answered={"harmed": "facts"}, said=said).said == said
    assert run(WATCH).said == {}


def draft(provider: Unit, person: User) -> ToolVersion:
    published(provider, person)
    return operations.begin_draft(queries.tools_of(provider.pk).get(), by=person)


def test_a_draft_begins_from_the_version_in_use_and_begins_once(
    provider: Unit, person: User
) -> None:
    begun = draft(provider, person)
    assert (begun.number, begun.definition["name"]) == (2, "Threshold")
    assert operations.begin_draft(begun.tool, by=person).pk == begun.pk


def renamed(data: Any) -> dict[str, Any]:
    return {**data, "name": "Renamed"}


def broken(data: Any) -> dict[str, Any]:
    return {**data, "start": "nowhere"}


def test_a_draft_is_kept_while_it_is_not_whole_and_refused_when_it_is_published(
    provider: Unit, person: User
) -> None:
    begun = draft(provider, person)
    changed = operations.change_draft(begun, broken, seen=begun.revision, by=person)
    assert changed.definition["start"] == "nowhere"
    with pytest.raises(Refused) as refused:
        operations.publish_version(changed, by=person)
    assert [(r.code, r.field) for r in refused.value.refusals] == [("DT-04", "about")]
    assert queries.current(provider.pk, "threshold").number == 1


def test_two_people_who_edit_one_draft_are_told(provider: Unit, person: User) -> None:
    begun = draft(provider, person)
    operations.change_draft(begun, renamed, seen=begun.revision, by=person)
    with pytest.raises(Refused) as refused:
        operations.change_draft(begun, broken, seen=begun.revision, by=person)
    assert refused.value.codes == ("WF-03",)
    with pytest.raises(Refused) as refused:
        operations.publish_version(begun, by=person, seen=begun.revision)
    assert refused.value.codes == ("WF-03",)
    begun.refresh_from_db()
    assert begun.definition["name"] == "Renamed"


def test_a_published_version_is_not_edited(provider: Unit, person: User) -> None:
    published(provider, person)
    current = queries.current(provider.pk, "threshold")
    with pytest.raises(Refused) as refused:
        operations.change_draft(current, renamed, seen=current.revision, by=person)
    assert refused.value.codes == ("DT-05",)


def test_publishing_says_what_changed(provider: Unit, person: User) -> None:
    begun = draft(provider, person)
    operations.publish_version(begun, by=person, note=" Plainer words ")
    assert queries.current(provider.pk, "threshold").note == "Plainer words"


@pytest.mark.parametrize("tool", defaults.decision_tools(), ids=lambda tool: str(tool["code"]))
def test_every_shipped_tool_could_be_published_as_it_stands(tool: dict[str, Any]) -> None:
    assert faults_of(tool) == ()
