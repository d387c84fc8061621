"""Playing reviews: planned by triage, begun, written, submitted, perhaps returned, signed off."""

from __future__ import annotations

import datetime as dt

from goldthread import defaults
from goldthread.access.models import User
from goldthread.demo.playing.world import World
from goldthread.demo.scripts import Incident, Review
from goldthread.domain.incidents.models import Incident as IncidentRecord
from goldthread.domain.reviews import operations as reviews
from goldthread.domain.reviews.models import Factor
from goldthread.domain.reviews.models import Review as ReviewRecord
from goldthread.domain.reviews.queries import of_incident

ONE_CHANGE = "Answered by the one change that the review agreed on."


def begin(
    world: World, script: Incident, incident: IncidentRecord, others: list[IncidentRecord]
) -> ReviewRecord:
    """Begin the review that triage planned, and write what the script has of it."""
    told = script.review
    assert told is not None  # noqa: S101 - the caller plays only what the script has
    lead = world.staff[told.lead]
    planned = of_incident(incident)[0]
    review = reviews.begin(planned, lead=lead, method=told.method, by=lead, at=told.at)
    if review.tier == "thematic":
        reviews.link_incidents(review, others, by=lead, at=told.at)
    if told.submitted_at is not None:
        _write(told, review, lead, others)
    return review


def _write(
    told: Review,
    review: ReviewRecord,
    lead: User,
    others: list[IncidentRecord],
) -> None:
    assert told.submitted_at is not None  # noqa: S101 - the caller's own condition
    at = told.submitted_at - dt.timedelta(hours=2)
    words = {
        "what_happened": told.what_happened,
        "what_should_change": told.what_should_change,
        "this_week": told.this_week,
        "week_owner": lead,
        "week_due_on": told.submitted_at.date() + dt.timedelta(days=6),
        "rights": told.rights,
    }
    if review.tier != "rapid":
        words["terms_of_reference"] = told.terms_of_reference
        words["system_gap"] = told.findings[0].text if told.findings else ""
        words["no_family_questions_because"] = told.family_not_asked_because
    reviews.write(review, words, by=lead, at=at)
    for factor, text in told.seips.items():
        reviews.add_factor(review, factor, text, by=lead, at=at)
    if review.tier != "rapid":
        _in_depth(told, review, lead, others, at)
    reviews.see_wording(review, by=lead, at=at)


def _in_depth(
    told: Review,
    review: ReviewRecord,
    lead: User,
    others: list[IncidentRecord],
    at: dt.datetime,
) -> None:
    if review.tier == "structured":
        for lens, text in told.lenses.items():
            reviews.look_through(review, lens, text, by=lead, at=at)
        for lens, why in told.lenses_not_relevant.items():
            reviews.look_through(review, lens, why, relevant=False, by=lead, at=at)
    if review.tier == "thematic":
        for number, text in enumerate(told.seips.values()):
            reviews.add_pattern(
                review,
                "weakness" if number else "pattern",
                text,
                [review.incident, *others],
                no_action_because=ONE_CHANGE if number else "",
                by=lead,
                at=at,
            )
    answers = told.method_answers or _usual_answers(review, told)
    reviews.answer_questions(review, answers, by=lead, at=at)
    for line in told.chronology:
        reviews.add_chronology(
            review, line.what, happened_at=line.at, known_from=line.source, by=lead, at=at
        )
    for finding in told.findings:
        seen = reviews.add_finding(review, finding.text, by=lead, at=at)
        reviews.add_learning_point(review, finding.learning, finding=seen, by=lead, at=at)
    asked = review.family_questions.order_by("pk")
    for question, answer in zip(asked, told.family_answers, strict=False):
        reviews.answer_family(question, answer, by=lead, at=at)
    if review.method == "mdt_reflection":
        reviews.add_session(
            review,
            at.date(),
            disciplines=told.method_answers.get(
                "disciplines", "Nursing, social work, support work"
            ),
            reflections=told.method_answers.get("reflections", told.what_should_change),
            outputs=told.method_answers.get("outputs", told.this_week),
            by=lead,
            at=at,
        )


def _usual_answers(review: ReviewRecord, told: Review) -> dict[str, str]:
    """An answer to each question of the method, from what the review says anyway."""
    guidance = defaults.review_guidance()
    methods = {method["code"]: method["questions"] for method in guidance["methods"]}
    methods["thematic"] = guidance["thematic"]["questions"]
    questions = methods.get(review.method, [])
    words = (told.what_happened, told.what_should_change, told.this_week)
    return {row["code"]: words[min(n, 2)] for n, row in enumerate(questions)}


def submit(world: World, script: Incident, review: ReviewRecord) -> None:
    """Submit it, let it be returned where the script says so, and submit it again."""
    told = script.review
    assert told and told.submitted_at  # noqa: S101 - the caller's own condition
    lead = world.staff[told.lead]
    if told.returned_at:
        first = told.returned_at - dt.timedelta(days=2)
        reviews.submit(review, by=lead, at=first)
        governance = world.staff[told.signed_off_by]
        reviews.send_back(review, told.returned_because, by=governance, at=told.returned_at)
        reviews.see_wording(review, by=lead, at=told.returned_at + dt.timedelta(hours=3))
    reviews.submit(review, by=lead, at=told.submitted_at)


def factors_of(review: ReviewRecord) -> list[Factor]:
    """The contributory factors, in the order in which they were written."""
    return list(review.factors.order_by("pk"))


def sign_off(world: World, script: Incident, review: ReviewRecord, answered: set[int]) -> None:
    """Give each factor that no action answers its reason, and sign off."""
    told = script.review
    assert told and told.signed_off_at  # noqa: S101 - the caller's own condition
    lead, governance = world.staff[told.lead], world.staff[told.signed_off_by]
    if review.tier != "rapid":
        for factor in factors_of(review):
            if factor.pk not in answered:
                reviews.answer_without_action(factor, ONE_CHANGE, by=lead, at=told.signed_off_at)
    reviews.sign_off(review, by=governance, at=told.signed_off_at)
