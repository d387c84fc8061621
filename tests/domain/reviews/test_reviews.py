"""A review is in proportion, looks at the system, and is signed off by someone else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import timezone

from goldthread.access.operations import leave
from goldthread.clocks.models import Clock
from goldthread.domain.actions import operations as actions
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.operations import close_with_reason
from goldthread.domain.incidents.terms import Status as IncidentStatus
from goldthread.domain.reviews import operations, queries
from goldthread.domain.reviews.models import Pattern, Review
from goldthread.domain.reviews.terms import Lens, Status
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories.actions import draft_of
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider
from tests.factories.reviews import review_of, write_rapid, write_structured


@pytest.fixture
def incident(provider: Provider) -> Incident:
    return make_incident(provider)


@pytest.fixture
def rapid(provider: Provider, incident: Incident) -> Review:
    return review_of(provider, incident)


@pytest.fixture
def structured(provider: Provider, incident: Incident) -> Review:
    return review_of(provider, incident, tier="structured", override_reason="A close call.")


@pytest.fixture
def one_action_each() -> Iterator[None]:
    """Stand in for the later app that counts actions."""
    before = list(queries._counts_actions)
    queries.counts_actions_with(lambda rows: {(r._meta.label_lower, r.pk): 1 for r in rows})
    yield
    queries._counts_actions[:] = before


@pytest.fixture
def no_actions() -> Iterator[None]:
    before = list(queries._counts_actions)
    queries.counts_actions_with(lambda rows: {})
    yield
    queries._counts_actions[:] = before


def codes_of(submit: object, review: Review, provider: Provider) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        submit(review, by=provider.people["reviewer"])  # type: ignore[operator]
    return refused.value.codes


@pytest.mark.capability(28)
def test_triage_plans_a_review_with_its_clock(provider: Provider, incident: Incident) -> None:
    triaged(provider, incident)
    review = incident.reviews.get()
    clock = Clock.objects.get(subject_type="reviews.review", subject_id=review.pk)
    assert (review.status, review.tier, clock.kind) == (Status.PLANNED, "rapid", "rapid_review")


@pytest.mark.rule("REV-11", "allowed")
@pytest.mark.rule("REV-12", "allowed")
def test_beginning_a_review_moves_the_incident(rapid: Review, incident: Incident) -> None:
    incident.refresh_from_db()
    assert incident.status == IncidentStatus.IN_REVIEW


@pytest.mark.capability(29)
@pytest.mark.rule("REV-01", "allowed")
@pytest.mark.rule("REV-02", "allowed")
@pytest.mark.rule("REV-03", "allowed")
def test_a_rapid_review_with_its_three_answers_is_submitted(
    provider: Provider, rapid: Review
) -> None:
    write_rapid(provider, rapid)
    operations.submit(rapid, by=provider.people["reviewer"])
    assert rapid.status == Status.SUBMITTED


@pytest.mark.capability(29)
@pytest.mark.rule("REV-02", "refused")
@pytest.mark.parametrize("question", ["what_happened", "what_should_change", "this_week"])
def test_each_of_the_three_questions_is_needed(
    provider: Provider, rapid: Review, question: str
) -> None:
    write_rapid(provider, rapid)
    operations.write(rapid, {question: ""}, by=provider.people["reviewer"])
    assert codes_of(operations.submit, rapid, provider) == ("REV-02",)


@pytest.mark.capability(29)
@pytest.mark.rule("REV-03", "boundary")
@pytest.mark.rule("REV-03", "refused")
@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (7, True), (8, False)])
def test_this_week_means_within_seven_days(
    provider: Provider, rapid: Review, days: int, allowed: bool
) -> None:
    write_rapid(provider, rapid)
    due = timezone.localdate() + dt.timedelta(days=days)
    operations.write(rapid, {"week_due_on": due}, by=provider.people["reviewer"])
    if allowed:
        assert operations.submit(rapid, by=provider.people["reviewer"]).status == Status.SUBMITTED
    else:
        assert codes_of(operations.submit, rapid, provider) == ("REV-03",)


@pytest.mark.capability(1, 36)
@pytest.mark.rule("REV-01", "refused")
def test_a_review_without_a_system_factor_is_refused(provider: Provider, rapid: Review) -> None:
    write_rapid(provider, rapid)
    rapid.factors.all().delete()
    assert codes_of(operations.submit, rapid, provider) == ("REV-01",)


@pytest.mark.capability(1)
def test_no_field_of_a_review_names_a_person_at_fault() -> None:
    names = {field.name for field in Review._meta.get_fields()}
    assert not {name for name in names if any(w in name for w in ("fault", "blame", "culprit"))}


@pytest.mark.capability(10)
@pytest.mark.rule("REV-06", "refused")
def test_blaming_words_are_shown_before_submitting(provider: Provider, rapid: Review) -> None:
    write_rapid(provider, rapid)
    operations.write(
        rapid,
        {"what_happened": "The nurse was careless and failed to check the list."},
        by=provider.people["reviewer"],
    )
    notes = queries.wording_notes(rapid)
    assert notes
    assert notes[0].place == "What happened"
    assert codes_of(operations.submit, rapid, provider) == ("REV-06",)


@pytest.mark.capability(10)
@pytest.mark.rule("REV-06", "allowed")
def test_wording_that_was_looked_at_does_not_block(provider: Provider, rapid: Review) -> None:
    write_rapid(provider, rapid)
    by = provider.people["reviewer"]
    operations.write(rapid, {"what_happened": "The nurse was careless."}, by=by)
    operations.see_wording(rapid, by=by)
    assert operations.submit(rapid, by=by).status == Status.SUBMITTED


@pytest.mark.rule("REV-06", "boundary")
def test_new_words_have_to_be_looked_at_again(provider: Provider, rapid: Review) -> None:
    write_rapid(provider, rapid)
    by = provider.people["reviewer"]
    operations.write(rapid, {"what_happened": "The nurse was careless."}, by=by)
    operations.see_wording(rapid, by=by)
    operations.add_finding(rapid, "A second look.", by=by)
    assert codes_of(operations.submit, rapid, provider) == ("REV-06",)


@pytest.mark.capability(32)
@pytest.mark.rule("REV-04", "refused")
def test_a_structured_analysis_needs_every_lens(provider: Provider, structured: Review) -> None:
    write_structured(provider, structured)
    structured.lenses.filter(lens=Lens.INTERFACES).delete()
    assert codes_of(operations.submit, structured, provider) == ("REV-04",)


@pytest.mark.capability(32)
@pytest.mark.rule("REV-04", "allowed")
def test_a_lens_may_be_not_relevant_with_a_reason(provider: Provider, structured: Review) -> None:
    write_structured(provider, structured)
    by = provider.people["reviewer"]
    operations.look_through(
        structured, Lens.RESTRICTIVE, "No limits were in force.", relevant=False, by=by
    )
    assert operations.submit(structured, by=by).status == Status.SUBMITTED


@pytest.mark.rule("REV-05", "refused")
def test_an_open_family_question_is_refused(provider: Provider, structured: Review) -> None:
    write_structured(provider, structured)
    operations.ask_for_family(structured, "Why did nobody ring?", by=provider.people["reviewer"])
    assert codes_of(operations.submit, structured, provider) == ("REV-05",)


@pytest.mark.rule("REV-05", "boundary")
def test_no_family_questions_needs_a_reason(provider: Provider, structured: Review) -> None:
    write_structured(provider, structured)
    by = provider.people["reviewer"]
    operations.write(structured, {"no_family_questions_because": " "}, by=by)
    assert codes_of(operations.submit, structured, provider) == ("REV-05",)


@pytest.mark.rule("REV-08", "refused")
def test_the_lead_does_not_sign_off_their_own_review(
    provider: Provider, incident: Incident
) -> None:
    triaged(provider, incident)
    lead = provider.people["governance_lead"]
    review = operations.begin(incident.reviews.get(), by=lead)
    write_rapid(provider, review)
    operations.submit(review, by=provider.people["reviewer"])
    with pytest.raises(Refused) as refused:
        operations.sign_off(review, by=lead)
    assert "REV-08" in refused.value.codes


@pytest.mark.rule("REV-08", "allowed")
def test_signing_off_moves_the_incident_to_acting(
    provider: Provider, rapid: Review, incident: Incident
) -> None:
    write_rapid(provider, rapid)
    operations.submit(rapid, by=provider.people["reviewer"])
    operations.sign_off(rapid, by=provider.people["governance_lead"])
    incident.refresh_from_db()
    assert incident.status == IncidentStatus.ACTING


@pytest.mark.rule("REV-07", "refused")
def test_a_factor_without_action_or_reason_is_refused(
    provider: Provider, structured: Review, no_actions: None
) -> None:
    write_structured(provider, structured)
    operations.submit(structured, by=provider.people["reviewer"])
    with pytest.raises(Refused) as refused:
        operations.sign_off(structured, by=provider.people["governance_lead"])
    assert refused.value.codes == ("REV-07", "REV-09")


@pytest.mark.rule("REV-07", "allowed")
@pytest.mark.rule("REV-17", "allowed")
def test_a_factor_may_be_answered_by_a_reason(
    provider: Provider, structured: Review, no_actions: None
) -> None:
    write_structured(provider, structured)
    by = provider.people["reviewer"]
    operations.answer_without_action(
        structured.factors.get(), "Another action already covers it.", by=by
    )
    assert queries.unanswered_sources(structured) == []


@pytest.mark.rule("REV-17", "refused")
def test_leaving_a_factor_without_an_action_says_why(
    provider: Provider, structured: Review, no_actions: None
) -> None:
    write_structured(provider, structured)
    with pytest.raises(Refused) as refused:
        operations.answer_without_action(
            structured.factors.get(), " ", by=provider.people["reviewer"]
        )
    assert refused.value.codes == ("REV-17",)


@pytest.mark.rule("REV-11", "refused")
def test_a_method_of_another_tier_is_refused(provider: Provider, incident: Incident) -> None:
    triaged(provider, incident)
    with pytest.raises(Refused) as refused:
        operations.begin(
            incident.reviews.get(), method="root_cause_analysis", by=provider.people["reviewer"]
        )
    assert refused.value.codes == ("REV-11",)


@pytest.mark.rule("REV-12", "refused")
def test_someone_who_has_left_does_not_lead_a_review(
    provider: Provider, incident: Incident
) -> None:
    triaged(provider, incident)
    gone = provider.person("Gone Away", "reviewer", provider.organisation)
    leave(gone, timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(Refused) as refused:
        operations.begin(incident.reviews.get(), lead=gone, by=provider.people["reviewer"])
    assert refused.value.codes == ("REV-12",)


@pytest.mark.rule("REV-13", "refused")
def test_a_structured_analysis_without_learning_is_refused(
    provider: Provider, structured: Review
) -> None:
    write_structured(provider, structured)
    structured.learning_points.all().delete()
    assert codes_of(operations.submit, structured, provider) == ("REV-13",)


@pytest.mark.rule("REV-14", "refused")
def test_a_structured_analysis_without_terms_of_reference_is_refused(
    provider: Provider, structured: Review
) -> None:
    write_structured(provider, structured)
    operations.write(structured, {"terms_of_reference": " "}, by=provider.people["reviewer"])
    assert codes_of(operations.submit, structured, provider) == ("REV-14",)


@pytest.mark.capability(60)
@pytest.mark.rule("REV-20", "refused")
@pytest.mark.rule("REV-20", "boundary")
@pytest.mark.parametrize("gap", ["", "  \n"])
def test_a_structured_analysis_that_names_no_gap_in_the_system_is_refused(
    provider: Provider, structured: Review, gap: str
) -> None:
    write_structured(provider, structured)
    operations.write(structured, {"system_gap": gap}, by=provider.people["reviewer"])
    assert codes_of(operations.submit, structured, provider) == ("REV-20",)


@pytest.mark.capability(60)
@pytest.mark.rule("REV-20", "allowed")
def test_governance_signs_off_a_named_gap_and_the_reviewer_cannot(
    provider: Provider, structured: Review, one_action_each: None
) -> None:
    write_structured(provider, structured)
    by = provider.people["reviewer"]
    operations.submit(structured, by=by)
    with pytest.raises(Refused) as refused:
        operations.sign_off(structured, by=by)
    assert refused.value.codes == (NOT_ALLOWED,)
    operations.sign_off(structured, by=provider.people["governance_lead"])
    assert structured.status == Status.SIGNED_OFF
    assert structured.system_gap.startswith("Signs were recorded")


@pytest.mark.capability(102)
@pytest.mark.rule("REV-09", "refused")
def test_a_serious_review_without_an_action_is_refused(
    provider: Provider, structured: Review, no_actions: None
) -> None:
    write_structured(provider, structured)
    by = provider.people["reviewer"]
    operations.answer_without_action(structured.factors.get(), "Covered elsewhere.", by=by)
    operations.submit(structured, by=by)
    with pytest.raises(Refused) as refused:
        operations.sign_off(structured, by=provider.people["governance_lead"])
    assert refused.value.codes == ("REV-09",)


@pytest.mark.capability(102)
@pytest.mark.rule("REV-09", "allowed")
def test_a_serious_review_with_an_action_is_signed_off(
    provider: Provider, structured: Review, one_action_each: None
) -> None:
    write_structured(provider, structured)
    operations.submit(structured, by=provider.people["reviewer"])
    operations.sign_off(structured, by=provider.people["governance_lead"])
    assert structured.status == Status.SIGNED_OFF


@pytest.mark.rule("REV-10", "refused")
def test_a_review_is_not_returned_without_a_reason(provider: Provider, rapid: Review) -> None:
    write_rapid(provider, rapid)
    operations.submit(rapid, by=provider.people["reviewer"])
    with pytest.raises(Refused) as refused:
        operations.send_back(rapid, " ", by=provider.people["governance_lead"])
    assert refused.value.codes == ("REV-10",)


@pytest.mark.rule("REV-10", "allowed")
def test_a_returned_review_is_under_way_again(provider: Provider, rapid: Review) -> None:
    write_rapid(provider, rapid)
    operations.submit(rapid, by=provider.people["reviewer"])
    operations.send_back(rapid, "Ask the duty team too.", by=provider.people["governance_lead"])
    assert (rapid.status, rapid.returned_because) == (Status.UNDER_WAY, "Ask the duty team too.")


@pytest.mark.capability(35)
@pytest.mark.rule("REV-16", "refused")
def test_an_mdt_reflection_without_its_session_is_refused(
    provider: Provider, structured: Review
) -> None:
    write_structured(provider, structured)
    by = provider.people["reviewer"]
    operations.write(structured, {"method": "mdt_reflection"}, by=by)
    assert codes_of(operations.submit, structured, provider) == ("REV-16",)


@pytest.mark.capability(35)
@pytest.mark.rule("REV-16", "allowed")
def test_an_mdt_reflection_records_disciplines_reflections_and_outputs(
    provider: Provider, structured: Review
) -> None:
    write_structured(provider, structured)
    by = provider.people["reviewer"]
    operations.write(structured, {"method": "mdt_reflection"}, by=by)
    operations.add_session(
        structured,
        timezone.localdate(),
        disciplines="Nursing, social work, psychiatry",
        reflections="Each used a different word for worse.",
        outputs="Agree three words.",
        by=by,
    )
    assert operations.submit(structured, by=by).status == Status.SUBMITTED


@pytest.mark.capability(33)
@pytest.mark.rule("REV-13", "allowed")
@pytest.mark.rule("REV-14", "allowed")
def test_root_cause_analysis_is_a_method_of_structured_analysis(
    provider: Provider, structured: Review
) -> None:
    write_structured(provider, structured)
    by = provider.people["reviewer"]
    operations.write(structured, {"method": "root_cause_analysis"}, by=by)
    operations.answer_questions(structured, {"branches": "Two lists."}, by=by)
    assert operations.submit(structured, by=by).status == Status.SUBMITTED


@pytest.fixture
def thematic(provider: Provider, incident: Incident) -> Review:
    """A thematic review of two incidents with everything but its patterns."""
    review = review_of(provider, incident, tier="thematic", override_reason="Looks like a cluster")
    other = make_incident(provider)
    triaged(provider, other)
    operations.link_incidents(review, [other], by=provider.people["reviewer"])
    return write_structured(provider, review)


def with_pattern(provider: Provider, review: Review, kind: str = "pattern", **more: str) -> Pattern:
    shown = review.linked.all()
    words = "Nobody says who rings the ward back."
    by = provider.people["reviewer"]
    return operations.add_pattern(review, kind, words, shown, by=by, **more)


@pytest.mark.rule("REV-15", "refused")
def test_a_thematic_review_of_one_is_refused(provider: Provider, incident: Incident) -> None:
    review = review_of(provider, incident, tier="thematic", override_reason="Looks like a cluster")
    write_structured(provider, review)
    by = provider.people["reviewer"]
    operations.add_pattern(review, "weakness", "Two lists are kept.", [incident], by=by)
    assert codes_of(operations.submit, review, provider) == ("REV-15",)


@pytest.mark.capability(31)
@pytest.mark.rule("REV-15", "allowed")
@pytest.mark.rule("REV-18", "allowed")
@pytest.mark.rule("REV-19", "allowed")
def test_a_thematic_review_names_patterns_seen_in_its_set_with_an_action_on_one(
    provider: Provider, thematic: Review, one_action_each: None
) -> None:
    rows = [with_pattern(provider, thematic, kind) for kind in ("pattern", "weakness")]
    operations.submit(thematic, by=provider.people["reviewer"])
    operations.sign_off(thematic, by=provider.people["governance_lead"])
    assert all(row.incidents.count() == 2 for row in rows)
    other = thematic.linked.exclude(pk=thematic.incident_id).get()
    assert other.status == IncidentStatus.IN_REVIEW, "its own rapid review is still open"


@pytest.mark.rule("REV-18", "refused")
def test_a_thematic_review_without_a_pattern_is_refused(
    provider: Provider, thematic: Review
) -> None:
    assert codes_of(operations.submit, thematic, provider) == ("REV-18",)


@pytest.mark.rule("REV-18", "boundary")
def test_a_pattern_that_no_incident_shows_is_named(provider: Provider, thematic: Review) -> None:
    with_pattern(provider, thematic)
    by = provider.people["reviewer"]
    operations.add_pattern(thematic, "weakness", "No list is kept.", [], by=by)
    with pytest.raises(Refused) as refused:
        operations.submit(thematic, by=by)
    assert refused.value.codes == ("REV-18",)
    assert "Choose the incidents that show it: No list is kept." in str(refused.value)


@pytest.mark.capability(37)
@pytest.mark.rule("REV-19", "refused")
def test_patterns_that_all_have_only_reasons_do_not_prevent_more_of_the_same(
    provider: Provider, thematic: Review, no_actions: None
) -> None:
    with_pattern(provider, thematic, no_action_because="The ward has closed.")
    by = provider.people["reviewer"]
    for factor in thematic.factors.all():
        operations.answer_without_action(factor, "The ward has closed.", by=by)
    operations.submit(thematic, by=by)
    with pytest.raises(Refused) as refused:
        operations.sign_off(thematic, by=provider.people["governance_lead"])
    assert refused.value.codes == ("REV-19",)


@pytest.mark.capability(37)
@pytest.mark.rule("REV-19", "boundary")
def test_one_action_on_one_weakness_is_enough(provider: Provider, thematic: Review) -> None:
    by = provider.people["reviewer"]
    with_pattern(provider, thematic, no_action_because="The ward has closed.")
    weakness = with_pattern(provider, thematic, "weakness")
    for factor in thematic.factors.all():
        operations.answer_without_action(factor, "One change answers it.", by=by)
    operations.submit(thematic, by=by)
    draft = draft_of(provider, source_type=weakness._meta.label_lower, source_id=weakness.pk)
    actions.propose(thematic.incident, draft, by=by)
    signed = operations.sign_off(thematic, by=provider.people["governance_lead"])
    assert signed.status == Status.SIGNED_OFF


def test_a_reporter_sees_no_reviews(provider: Provider, rapid: Review) -> None:
    assert not queries.visible_to(provider.people["reporter"]).exists()


def test_words_change_only_while_the_review_is_written(provider: Provider, rapid: Review) -> None:
    write_rapid(provider, rapid)
    by = provider.people["reviewer"]
    operations.submit(rapid, by=by)
    with pytest.raises(Refused) as refused:
        operations.write(rapid, {"what_happened": "Something else."}, by=by)
    assert refused.value.codes == ("WF-02",)


def test_closing_with_a_reason_leaves_no_review_waiting(
    provider: Provider, rapid: Review, incident: Incident
) -> None:
    incident.refresh_from_db()
    close_with_reason(incident, "Joined to another.", by=provider.people["governance_lead"])
    rapid.refresh_from_db()
    assert rapid.status == Status.NOT_NEEDED
    assert not Clock.objects.filter(subject_type="reviews.review", ended_at__isnull=True).exists()


def test_a_thematic_review_goes_on_when_one_of_its_incidents_ends(
    provider: Provider, incident: Incident
) -> None:
    review = review_of(provider, incident, tier="thematic", override_reason="Looks like a cluster")
    other = make_incident(provider)
    triaged(provider, other)
    operations.link_incidents(review, [other], by=provider.people["reviewer"])
    incident.refresh_from_db()
    close_with_reason(incident, "Joined to another.", by=provider.people["governance_lead"])
    review.refresh_from_db()
    assert review.status == Status.UNDER_WAY
