"""Rules of reviews. REV."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from goldthread.domain.incidents.queries import is_serious
from goldthread.domain.incidents.terms import Tier
from goldthread.domain.reviews.models import Review
from goldthread.domain.reviews.queries import (
    action_count,
    actions_for,
    unanswered_sources,
    wording_notes,
)
from goldthread.domain.reviews.terms import (
    METHODS_OF_TIER,
    RAPID_ACTION_DAYS,
    RAPID_QUESTIONS,
    Lens,
    Method,
)
from goldthread.workflow.rules import Facts, rule


@rule(
    "REV-01",
    "A review codes at least one system factor",
    refusal="Add at least one contributory factor of the work system: people, tasks, tools, "
    "organisation or surroundings.",
    field="factors",
)
def codes_a_system_factor(review: Review, _: Facts) -> bool:
    return review.factors.exists()


@rule(
    "REV-02",
    "A rapid review answers exactly three questions",
    refusal="Answer all three questions.",
    field="what_happened",
)
def rapid_answers_three_questions(review: Review, _: Facts) -> bool | str:
    if review.method != Method.RAPID:
        return True
    missing = [words for name, words in RAPID_QUESTIONS.items() if not getattr(review, name)]
    return True if not missing else f"Still to answer: {' '.join(missing)}"


@rule(
    "REV-03",
    "What will be implemented this week has an owner and a day within seven days",
    refusal="Name who will do it, and a day within seven days from now.",
    field="week_due_on",
)
def this_week_is_this_week(review: Review, facts: Facts) -> bool:
    if review.method != Method.RAPID:
        return True
    if review.week_owner is None or review.week_due_on is None:
        return False
    today = timezone.localdate(facts["at"])
    return today <= review.week_due_on <= today + dt.timedelta(days=RAPID_ACTION_DAYS)


@rule(
    "REV-04",
    "A structured analysis looks through its four lenses",
    refusal="Look through each of the four lenses, or say why one is not relevant.",
    field="lenses",
)
def looks_through_four_lenses(review: Review, _: Facts) -> bool | str:
    if review.tier != Tier.STRUCTURED:
        return True
    seen = {note.lens for note in review.lenses.all() if note.text.strip()}
    missing = [lens.label for lens in Lens if lens not in seen]
    if not missing:
        return True
    return f"Look through these lenses, or say why not relevant: {', '.join(missing)}."


@rule(
    "REV-05",
    "Questions of the person and family are answered, or it says why there are none",
    refusal="Answer each question of the person and family, or say why they were not asked.",
    field="family_questions",
)
def family_questions_are_answered(review: Review, _: Facts) -> bool | str:
    if review.tier == Tier.RAPID:
        return True
    questions = list(review.family_questions.all())
    if not questions:
        return bool(review.no_family_questions_because.strip())
    open_ones = [row.question for row in questions if not row.answer.strip()]
    return True if not open_ones else f"Still to answer for the family: {' '.join(open_ones)}"


@rule(
    "REV-06",
    "The wording check has been seen",
    refusal="The wording check found sentences that may read as blame. Look at them, change what "
    "should be changed, and confirm that you have seen them.",
    field="wording",
)
def wording_check_is_seen(review: Review, _: Facts) -> bool:
    return review.wording_seen_at is not None or not wording_notes(review)


@rule(
    "REV-07",
    "Each factor and weakness is answered by an action or a reason",
    refusal="Each contributory factor needs an action, or a reason why there is none.",
    field="factors",
)
def factors_are_answered(review: Review, _: Facts) -> bool | str:
    if review.tier == Tier.RAPID:
        return True
    missing = unanswered_sources(review)
    if not missing:
        return True
    return "Needs an action or a reason for none: " + "; ".join(str(row) for row in missing) + "."


@rule(
    "REV-08",
    "Another person signs off",
    refusal="Someone other than the lead and the person who submitted it has to sign this off.",
)
def signed_off_by_another(review: Review, facts: Facts) -> bool:
    return facts["by"].pk not in (review.submitted_by_id, review.lead_id)


@rule(
    "REV-09",
    "The review of a serious incident has an improvement action",
    refusal="A serious incident cannot pass without an improvement action. Propose one that "
    "changes how the work is done.",
    field="actions",
)
def serious_review_has_action(review: Review, _: Facts) -> bool:
    return not is_serious(review.incident) or action_count(review) > 0


@rule(
    "REV-10",
    "A returned review says what to look at again",
    refusal="Say what should be looked at again, so that the lead can act on it.",
    field="reason",
)
def return_has_reason(_: Review, facts: Facts) -> bool:
    return bool(str(facts.get("reason", "")).strip())


@rule(
    "REV-11",
    "The method fits the tier",
    refusal="Choose a method that fits this tier.",
    field="method",
)
def method_fits_tier(review: Review, _: Facts) -> bool:
    return review.method in METHODS_OF_TIER[review.tier]


@rule(
    "REV-12",
    "A review has a named lead",
    refusal="Name the person who leads this review.",
    field="lead",
)
def has_lead(review: Review, _: Facts) -> bool:
    return review.lead is not None and review.lead.is_active


@rule(
    "REV-13",
    "A structured or thematic review has findings and learning points",
    refusal="Write at least one finding and one learning point: what the review saw, and what it "
    "means beyond this case.",
    field="findings",
)
def has_findings_and_learning(review: Review, _: Facts) -> bool:
    if review.method == Method.RAPID:
        return True
    return review.findings.exists() and review.learning_points.exists()


@rule(
    "REV-14",
    "A structured analysis has terms of reference",
    refusal="Write the terms of reference: what will be looked at, what will not, who agreed it.",
    field="terms_of_reference",
)
def has_terms_of_reference(review: Review, _: Facts) -> bool:
    return review.tier != Tier.STRUCTURED or bool(review.terms_of_reference.strip())


@rule(
    "REV-15",
    "A thematic review looks at two incidents or more",
    refusal="Link at least two incidents to look at together.",
    field="links",
)
def thematic_has_a_set(review: Review, _: Facts) -> bool:
    return review.tier != Tier.THEMATIC or review.links.exclude(incident=review.incident).exists()


@rule(
    "REV-16",
    "A multidisciplinary reflection records its session",
    refusal="Record the session: which disciplines were present, what they noticed, what came "
    "of it.",
    field="sessions",
)
def mdt_has_session(review: Review, _: Facts) -> bool:
    return review.method != Method.MDT_REFLECTION or review.sessions.exists()


@rule(
    "REV-17",
    "Leaving a factor without an action has a reason",
    refusal="Say why no action answers this.",
    field="reason",
)
def no_action_has_reason(_: Review, facts: Facts) -> bool:
    return bool(str(facts.get("reason", "")).strip())


@rule(
    "REV-18",
    "A thematic review names a pattern or weakness, each shown by incidents of its set",
    refusal="Name at least one pattern or process weakness that the incidents share.",
    field="patterns",
)
def thematic_names_patterns(review: Review, _: Facts) -> bool | str:
    if review.tier != Tier.THEMATIC:
        return True
    rows = list(review.patterns.prefetch_related("incidents"))
    bare = [str(row) for row in rows if not row.incidents.all()]
    if bare:
        return f"Choose the incidents that show it: {'; '.join(bare)}."
    return bool(rows)


@rule(
    "REV-19",
    "A thematic review leads to a preventive action on a pattern or weakness",
    refusal="None of the patterns and weaknesses has an action yet. Propose at least one that "
    "would prevent more of the same.",
    field="patterns",
)
def thematic_prevents(review: Review, _: Facts) -> bool:
    if review.tier != Tier.THEMATIC:
        return True
    return sum(actions_for(review.patterns.all()).values()) > 0


@rule(
    "REV-20",
    "A structured analysis names the gap in the system",
    refusal="Name the gap in the system: what was missing or unclear that let this happen, for "
    "anyone on that day.",
    field="system_gap",
)
def names_the_system_gap(review: Review, _: Facts) -> bool:
    return review.tier != Tier.STRUCTURED or bool(review.system_gap.strip())


SUBMIT_RULES = (
    rapid_answers_three_questions,
    this_week_is_this_week,
    has_terms_of_reference,
    thematic_has_a_set,
    mdt_has_session,
    codes_a_system_factor,
    thematic_names_patterns,
    looks_through_four_lenses,
    has_findings_and_learning,
    names_the_system_gap,
    family_questions_are_answered,
    wording_check_is_seen,
)
SIGN_OFF_RULES = (
    signed_off_by_another,
    factors_are_answered,
    thematic_prevents,
    serious_review_has_action,
)
