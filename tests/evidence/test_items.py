"""Evidence says what its type needs, and is withdrawn, never deleted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldthread.access.models import Unit, User
from goldthread.evidence import operations, queries
from goldthread.evidence.models import Item
from goldthread.evidence.terms import TYPES
from goldthread.trail.queries import of_record
from goldthread.workflow.refusals import Refused

GOOD: dict[str, dict[str, Any]] = {
    "template": {
        "title": "Risk summary",
        "version_before": "3",
        "version_after": "4",
        "live_on": "2026-03-02",
    },
    "supervision_record": {
        "supervisor": "A supervisor",
        "held_on": dt.date(2026, 3, 2),
        "discussed": "When to step up",
    },
    "training_attendance": {
        "title": "Step-up",
        "held_on": "2026-03-02",
        "attended": 18,
        "eligible": "20",
    },
    "competency_check": {
        "assessor": "One",
        "assessed": "Another",
        "result": "competent",
        "held_on": "2026-03-02",
    },
    "pathway_document": {"title": "Crisis pathway", "version": "2.1", "live_on": "2026-03-02"},
    "process_change": {"before": "By memory", "after": "By list", "live_on": "2026-03-02"},
    "interface_agreement": {
        "partner": "The council",
        "agreed_on": "2026-03-02",
        "agreed": "Who calls whom",
    },
    "meeting_minute": {
        "meeting": "Monthly review",
        "held_on": "2026-03-02",
        "decided": "Adopt the tool",
    },
    "photograph": {"shows": "The board in the office", "taken_on": "2026-03-02"},
    "link": {"title": "The guide", "address": "https://provider.example/guide"},
    "care_plan_update": {
        "updated_on": "2026-03-02",
        "change": "Named step-up",
        "involvement": "Written together",
    },
    "observation": {
        "observer": "One",
        "setting": "Handover",
        "observed_on": "2026-03-02",
        "seen": "The tool in use",
    },
    "decision_tool_run": {
        "tool": "Do we step up?",
        "version": 2,
        "outcome": "Step up",
        "decided_on": "2026-03-02",
        "run": 7,
    },
    "other_document": {"title": "A note"},
}
A_FILE = ("note.txt", b"What was agreed.")


def add(team: Unit, by: User, kind: str, **changes: Any) -> Item:
    files = [SimpleUploadedFile(*A_FILE)] if TYPES[kind].needs_file else []
    return operations.add_item(team, kind, GOOD[kind] | changes, by=by, unit=team, files=files)


def refused(team: Unit, by: User, kind: str, **changes: Any) -> dict[str, str]:
    """What each field says when the evidence is refused, as `code: field`."""
    with pytest.raises(Refused) as caught:
        add(team, by, kind, **changes)
    assert not Item.objects.exists()
    return {refusal.field: refusal.code for refusal in caught.value.refusals}


@pytest.mark.capability(44)
@pytest.mark.capability(45)
@pytest.mark.capability(46)
@pytest.mark.capability(47)
@pytest.mark.capability(48)
@pytest.mark.capability(107)
@pytest.mark.rule("EVI-01", "allowed")
@pytest.mark.rule("EVI-02", "allowed")
@pytest.mark.rule("EVI-04", "allowed")
@pytest.mark.rule("EVI-05", "allowed")
@pytest.mark.rule("EVI-06", "allowed")
@pytest.mark.rule("EVI-07", "allowed")
@pytest.mark.rule("EVI-08", "allowed")
@pytest.mark.rule("EVI-10", "allowed")
@pytest.mark.rule("EVI-11", "allowed")
@pytest.mark.parametrize("kind", TYPES)
def test_every_type_is_kept_with_what_it_needs(kind: str, team: Unit, member: User) -> None:
    item = add(team, member, kind)
    assert set(item.fields) == {field.code for field in TYPES[kind].fields}
    assert item.summary
    assert list(queries.items_of(team)) == [item]


@pytest.mark.rule("EVI-02", "refused")
@pytest.mark.parametrize("kind", TYPES)
def test_every_needed_field_is_asked_for_where_it_is_missing(
    kind: str, team: Unit, member: User
) -> None:
    needed = {field.code for field in TYPES[kind].fields if field.required}
    assert refused(team, member, kind, **dict.fromkeys(needed, " ")) == dict.fromkeys(
        needed, "EVI-02"
    )


@pytest.mark.rule("EVI-01", "refused")
def test_an_unknown_type_is_refused(team: Unit, member: User) -> None:
    with pytest.raises(Refused) as caught:
        operations.add_item(team, "hearsay", {}, by=member, unit=team)
    assert caught.value.codes == ("EVI-01",)


@pytest.mark.capability(46)
def test_training_reads_as_a_share_of_those_eligible(team: Unit, member: User) -> None:
    item = add(team, member, "training_attendance")
    assert item.summary == "Training: Step-up, 18 of 20 (90%) attended"
    assert item.fields["attended"] == 18


@pytest.mark.rule("EVI-03", "refused")
@pytest.mark.parametrize("day", ["31 February", "2026-02-31", "2999-01-01"])
def test_a_day_that_is_not_real_or_not_past_is_refused(day: str, team: Unit, member: User) -> None:
    assert refused(team, member, "template", live_on=day) == {"live_on": "EVI-03"}


@pytest.mark.rule("EVI-03", "allowed")
@pytest.mark.rule("EVI-03", "boundary")
def test_something_that_went_live_today_counts(team: Unit, member: User) -> None:
    from django.utils import timezone

    assert add(team, member, "template", live_on=timezone.localdate())


@pytest.mark.rule("EVI-04", "refused")
@pytest.mark.parametrize("number", ["-1", "some", "1.5", "²", "1000001"])
def test_a_number_that_is_not_whole_is_refused(number: str, team: Unit, member: User) -> None:
    found = refused(team, member, "training_attendance", eligible=number)
    assert found == {"eligible": "EVI-04"}


@pytest.mark.rule("EVI-09", "refused")
def test_more_attended_than_eligible_is_refused(team: Unit, member: User) -> None:
    found = refused(team, member, "training_attendance", attended=21)
    assert found == {"attended": "EVI-09"}


@pytest.mark.rule("EVI-09", "boundary")
@pytest.mark.rule("EVI-09", "allowed")
def test_everybody_may_have_attended(team: Unit, member: User) -> None:
    assert "20 of 20 (100%)" in add(team, member, "training_attendance", attended=20).summary


@pytest.mark.rule("EVI-04", "boundary")
@pytest.mark.parametrize(("attended", "eligible"), [(0, 1), (0, 1_000_000)])
def test_nobody_may_have_attended_and_very_many_may_be_eligible(
    attended: int, eligible: int, team: Unit, member: User
) -> None:
    assert add(team, member, "training_attendance", attended=attended, eligible=eligible)


@pytest.mark.rule("EVI-02", "boundary")
def test_one_letter_fills_a_field(team: Unit, member: User) -> None:
    assert add(team, member, "template", title="A")


@pytest.mark.rule("EVI-08", "boundary")
@pytest.mark.parametrize(("before", "after", "fields"), [("V3", "v3", 1), ("3", "3.0", 0)])
def test_versions_differ_by_more_than_the_size_of_their_letters(
    before: str, after: str, fields: int, team: Unit, member: User
) -> None:
    typed = {"version_before": before, "version_after": after}
    if fields:
        assert refused(team, member, "template", **typed) == {"version_after": "EVI-08"}
    else:
        assert add(team, member, "template", **typed)


@pytest.mark.rule("EVI-10", "boundary")
def test_two_people_of_almost_one_name_are_two_people(team: Unit, member: User) -> None:
    assert add(team, member, "competency_check", assessor="Ann A", assessed="Ann B")


@pytest.mark.rule("EVI-06", "boundary")
def test_the_shortest_web_address_is_kept(team: Unit, member: User) -> None:
    assert add(team, member, "link", address="http://a.b")


@pytest.mark.rule("EVI-05", "refused")
def test_a_result_that_is_not_offered_is_refused(team: Unit, member: User) -> None:
    found = refused(team, member, "competency_check", result="brilliant")
    assert found == {"result": "EVI-05"}


@pytest.mark.rule("EVI-10", "refused")
def test_nobody_assesses_their_own_competency(team: Unit, member: User) -> None:
    found = refused(team, member, "competency_check", assessor="another")
    assert found == {"assessor": "EVI-10"}


@pytest.mark.rule("EVI-06", "refused")
@pytest.mark.parametrize("address", ["javascript:alert(1)", "provider", "https://", "file:///etc"])
def test_a_link_that_is_not_a_web_address_is_refused(
    address: str, team: Unit, member: User
) -> None:
    assert refused(team, member, "link", address=address) == {"address": "EVI-06"}


@pytest.mark.rule("EVI-07", "refused")
def test_a_text_longer_than_can_be_read_is_refused(team: Unit, member: User) -> None:
    assert refused(team, member, "link", title="x" * 301) == {"title": "EVI-07"}


@pytest.mark.rule("EVI-07", "boundary")
def test_a_text_of_just_the_limit_is_kept(team: Unit, member: User) -> None:
    assert add(team, member, "link", title="x" * 300)


@pytest.mark.rule("EVI-08", "refused")
def test_a_template_whose_version_did_not_change_is_refused(team: Unit, member: User) -> None:
    found = refused(team, member, "template", version_after="3")
    assert found == {"version_after": "EVI-08"}


@pytest.mark.rule("EVI-11", "refused")
@pytest.mark.parametrize("kind", ["photograph", "other_document"])
def test_a_photograph_or_document_without_its_file_is_refused(
    kind: str, team: Unit, member: User
) -> None:
    with pytest.raises(Refused) as caught:
        operations.add_item(team, kind, GOOD[kind], by=member, unit=team)
    assert [(r.code, r.field) for r in caught.value.refusals] == [("EVI-11", "file")]


def test_adding_evidence_is_in_its_trail(team: Unit, member: User) -> None:
    item = add(team, member, "template")
    entry = of_record("evidence.item", item.pk).get()
    assert (entry.kind, entry.actor) == ("evidence.add", f"user:{member.pk}")
    assert '"version_after":"4"' in entry.body


@pytest.mark.rule("EVI-12", "refused")
def test_withdrawing_needs_a_reason(team: Unit, member: User) -> None:
    item = add(team, member, "template")
    with pytest.raises(Refused) as caught:
        operations.withdraw_item(item, "  ", by=member)
    assert caught.value.codes == ("EVI-12",)


@pytest.mark.rule("EVI-12", "allowed")
@pytest.mark.rule("EVI-13", "allowed")
def test_withdrawn_evidence_stays_readable_but_proves_nothing(team: Unit, member: User) -> None:
    item = add(team, member, "template")
    operations.withdraw_item(item, "Wrong version uploaded", by=member)
    assert not queries.has_item(team)
    assert list(queries.withdrawn_items_of(team)) == [item]
    kinds = of_record("evidence.item", item.pk).values_list("kind", flat=True)
    assert list(kinds) == ["evidence.add", "evidence.withdraw"]


@pytest.mark.rule("EVI-13", "refused")
def test_evidence_is_withdrawn_once(team: Unit, member: User) -> None:
    item = add(team, member, "template")
    stale = Item.objects.get(pk=item.pk)
    operations.withdraw_item(item, "Wrong version", by=member)
    with pytest.raises(Refused) as caught:
        operations.withdraw_item(stale, "Again", by=member)
    assert caught.value.codes == ("EVI-13",)
