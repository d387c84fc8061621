"""Playing the engagement log, the candour decision and its ordered steps."""

from __future__ import annotations

from goldthread.access.models import User
from goldthread.demo.playing.world import World
from goldthread.demo.scripts import Candour, Incident
from goldthread.domain.candour import operations as candour
from goldthread.domain.candour.models import Candour as CandourRecord
from goldthread.domain.candour.operations.deciding import Opinion
from goldthread.domain.candour.operations.engagement import Engagement
from goldthread.domain.candour.operations.steps import RelevantPerson, Telling, Tried
from goldthread.domain.candour.queries import open_questions, template_of
from goldthread.domain.candour.terms import SentHow
from goldthread.domain.incidents.models import Incident as IncidentRecord

FOLLOW_UP, RESULTS = "candour_follow_up", "candour_results"
CONTACT = {
    "contact_role": "your contact",
    "contact_phone": "01632 960100",
    "contact_hours": "Monday to Friday, 9:00 to 17:00",
    "next_contact_on": "the end of the month",
    "questions_asked": "You had no questions on that day. You can ask at any time.",
    "what_we_do_not_know": "Why it happened as it did, and whether it has happened to others.",
    "what_we_could_not_find": "There is nothing that we looked for and could not find.",
    "answers_to_questions": "You had no questions. If you have some now, please ask.",
    "meeting_offer": "We would be glad to meet and talk about it, when and where you like.",
    "complaint_route": "you can write to our complaints team, and we will help you with it.",
    "how_we_will_check": "Someone from outside the team will look at a sample in some weeks.",
}


def engage(world: World, script: Incident, incident: IncidentRecord) -> None:
    """Keep the engagement log."""
    for line in script.engagement:
        by = world.staff[line.by]
        entry = Engagement(
            party=line.party,
            engaged_at=line.at,
            engaged_by=by.name,
            how=line.how,
            said=line.said,
            not_engaged_because=line.not_because,
            questions=line.questions,
        )
        candour.engage(incident, entry, by=by, at=line.at)


def decide(world: World, script: Incident, incident: IncidentRecord) -> None:
    """Record the decision and, where the duty applies, the steps that have been taken."""
    told = script.candour
    if told is None:
        return
    by = world.staff[told.by]
    opinion = Opinion(told.professional, told.reason)
    record = candour.decide(incident, told.answers, opinion, by=by, at=told.at)
    if told.lead:
        _steps(world, told, script, record, by)


def _steps(world: World, told: Candour, script: Incident, record: CandourRecord, by: User) -> None:
    lead = world.staff[told.lead]
    person = world.people[script.report.affected[0].person].name
    named = RelevantPerson(
        name=person if told.relationship == "self" else f"The family of {person}",
        relationship=told.relationship,
        basis=told.basis,
        needs=told.needs,
        lead=lead,
    )
    candour.name_person(record, named, by=by, at=told.at)
    for tried in told.attempts:
        attempt = Tried(tried.at, tried.by, tried.how, tried.result, tried.note)
        candour.record_attempt(record, attempt, by=by, at=tried.at)
    if told.told_at is None:
        return
    telling = Telling(
        told_at=told.told_at,
        how="face_to_face",
        account=told.account,
        enquiries=told.enquiries,
        apology=told.apology,
        told_by=lead,
    )
    candour.tell(record, telling, by=by, at=told.told_at)
    at = told.support_at or told.told_at
    candour.offer_support(record, told.support, taken=told.support_taken, by=by, at=at)
    if told.written_at:
        _letter(world, record, FOLLOW_UP, _follow_up_values(told, lead), by, told)
        candour.confirm_written(record, by=by, at=told.written_at)


def _follow_up_values(told: Candour, lead: User) -> dict[str, str]:
    return CONTACT | {
        "contact_name": lead.name,
        "what_happened": told.account,
        "enquiries_planned": told.enquiries,
        "support_offered": told.support,
        **told.letter,
    }


def share_results(world: World, script: Incident, incident: IncidentRecord) -> None:
    """Answer the questions, send the results and complete, where the script has come so far."""
    told = script.candour
    if told is None or told.results_at is None or script.review is None:
        return
    by = world.staff[told.by]
    _answer(script, incident, by)
    record = candour.record_of(incident, by=by, at=told.results_at)
    values = CONTACT | {
        "contact_name": world.staff[told.lead].name,
        "what_we_found": script.review.what_happened,
        "what_will_change": script.review.what_should_change,
        "support_offered": told.support,
        **told.results_letter,
    }
    _letter(world, record, RESULTS, values, by, told)
    candour.share_results(record, by=by, at=told.results_at)
    if told.complete_at:
        candour.complete(record, by=by, at=told.complete_at)


def _answer(script: Incident, incident: IncidentRecord, by: User) -> None:
    assert script.review and script.candour  # noqa: S101 - the caller's own condition
    answers = list(script.review.family_answers)
    for number, question in enumerate(open_questions(incident)):
        answer = answers[min(number, len(answers) - 1)] if answers else "Told in the letter."
        at = script.candour.results_at
        candour.settle_question(question, answer=answer, by=by, at=at)


def _letter(
    world: World,
    record: CandourRecord,
    template: str,
    values: dict[str, str],
    by: User,
    told: Candour,
) -> None:
    wording = template_of(world.organisation.pk, template)
    assert wording is not None  # noqa: S101 - installed with the organisation
    at = told.written_at if template == FOLLOW_UP else told.results_at
    values = {**values, "recipient_name": record.person_name}
    letter = candour.draft_letter(record.incident, wording, by=by, at=at, values=values)
    candour.send_letter(letter, SentHow.POST, by=by, sent_at=at, at=at)
