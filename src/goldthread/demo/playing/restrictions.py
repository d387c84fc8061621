"""The register of restrictions: the complaint of the third story, what was brought over when the
form went live, a year of background, and the register kept of each month."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.demo.moments import LONDON
from goldthread.demo.people import PersonServed
from goldthread.demo.playing.world import World
from goldthread.demo.provider import content
from goldthread.domain.incidents.models import Incident
from goldthread.domain.registers.complaints import operations as complaints
from goldthread.domain.registers.complaints.models import Complaint
from goldthread.domain.registers.complaints.terms import Consent, From, How, Outcome
from goldthread.domain.registers.people.models import Person
from goldthread.domain.registers.restrictions import operations
from goldthread.domain.registers.restrictions.models import Restriction
from goldthread.domain.registers.restrictions.operations.snapshots import keep_month
from goldthread.domain.registers.restrictions.records import Links, Other, Record, Review
from goldthread.domain.registers.restrictions.terms import (
    Capacity,
    Involvement,
    LegalBasis,
    Risk,
    Scale,
    Verdict,
    a_month_after,
)
from goldthread.domain.registers.safeguarding import operations as safeguarding
from goldthread.domain.registers.safeguarding import queries as cases
from goldthread.domain.registers.safeguarding.models import SafeguardingAction

STORY = "story-restrictive-practice"
LIVE_SINCE = 129  # days ago: the form of the story's first action
BACKGROUND = 30
LEFT_OVERDUE = 1
HOUSES = ("quillhaven-living", "tarnwick-living")
TEAMS = (*HOUSES, "tarnwick-cmht", "osmerley-cmht", "osmerley-outreach", "osmerley-older-adults")
MANAGERS = {
    "quillhaven-living": "yarrowdene",
    "tarnwick-living": "rushworthing",
    "tarnwick-cmht": "oxenhay",
    "osmerley-cmht": "chaudhvari",
    "osmerley-outreach": "vexholm",
    "osmerley-older-adults": "umberleigh",
}
LEAD = "szymarek"


@dataclass
class Register:
    """What the players of the register share."""

    world: World
    rng: random.Random
    now: dt.datetime
    words: dict[str, Any]

    def ago(self, days: int, hour: int = 11) -> dt.datetime:
        """A moment so many days before today."""
        day = self.now.astimezone(LONDON).date() - dt.timedelta(days=days)
        return dt.datetime.combine(day, dt.time(hour), LONDON)

    def manager(self, team: str) -> User:
        """Who proposes and reviews at the team."""
        return self.world.staff[MANAGERS[team]]

    def served(self, person: PersonServed, at: dt.datetime) -> Person:
        """The record of the person, made once."""
        return self.world.recorded(person, at=at)


@transaction.atomic
def keep_register(world: World, seed: int, now: dt.datetime) -> None:
    """Everything the register of restrictions knows, in the order in which it happened."""
    rng = random.Random(seed)  # noqa: S311 - invented words, no secret
    register = Register(world, rng, now, content("restrictions.yaml"))
    complaint = _complaint(register)
    waiting = [*_brought_over(register, complaint), *_background(register)]
    _go_through_the_months(register, waiting)
    _just_now(register)
    _open_complaints(register)
    month = register.ago(LIVE_SINCE).date().replace(day=1)
    while a_month_after(month) <= timezone.localdate(now):
        keep_month(world.organisation, month, _turn_of(month))
        month = a_month_after(month)


def _turn_of(month: dt.date) -> dt.datetime:
    return dt.datetime.combine(a_month_after(month), dt.time(0, 20), LONDON)


def _complaint(register: Register) -> Complaint:
    """The sister's complaint of the story, from her letter to what was learnt."""
    world, by = register.world, register.manager("quillhaven-living")
    person = register.served(world.people["story-3"], register.ago(215))
    incident = Incident.objects.get(idempotency_key=STORY, organisation=world.organisation)
    at = incident.reported_at
    account = complaints.Account(
        made_by=From.FAMILY,
        from_name="Ros Marchpane",
        from_contact="By letter, or in the evening by telephone",
        about="Not allowed out alone since the spring",
        words="I have asked three times when it stops. She used to sing in a choir.",
        wanted="That somebody says when it ends, and that she is asked.",
        how=How.LETTER,
        consent=Consent.GIVEN,
        about_restriction=True,
        person=person,
    )
    complaint = complaints.receive(person.unit, account, received_at=at, by=by, at=at)
    complaints.link_incident(complaint, incident, by=by, at=at + dt.timedelta(hours=14))
    complaints.acknowledge(
        complaint,
        "By telephone; the manager meets her on Friday. An advocate was offered.",
        by=by,
        at=at + dt.timedelta(hours=15),
    )
    complaints.answer(
        complaint,
        "You are right, and we are sorry. Two of the three have stopped; the third has a date.",
        Outcome.UPHELD,
        by=by,
        at=at + dt.timedelta(days=49),
    )
    complaints.close(
        complaint,
        "Three limits had no end date, no review and no record of what she thinks.",
        "A limit is begun only with its end, its reason and the person's own view, and is decided "
        "on each month. Fourteen limits in two houses were gone through; six ended at once.",
        by=by,
        at=at + dt.timedelta(days=86),
    )
    return complaint


def _brought_over(register: Register, complaint: Complaint) -> list[Restriction]:
    """Nine old limits, written on the form the day it went live, some of them a year old."""
    made = []
    person = complaint.person
    assert person is not None  # noqa: S101 - recorded with the complaint above
    made.append(
        _begin(register, person, 0, LIVE_SINCE, began=480, links=Links(complaint=complaint))
    )
    houses = [one for one in register.world.people.values() if one.team in HOUSES]
    for number, served in enumerate(register.rng.sample(houses, 8)):
        person = register.served(served, register.ago(LIVE_SINCE))
        began = register.rng.randint(180, 420)
        made.append(_begin(register, person, number + 1, LIVE_SINCE, began=began))
    return made


def _background(register: Register) -> list[Restriction]:
    """What was begun since, in several teams, each with its record from the first day."""
    known = [one for one in register.world.people.values() if one.team in TEAMS]
    chosen = register.rng.sample(known, BACKGROUND)
    days = sorted((register.rng.randint(4, LIVE_SINCE - 2) for _ in chosen), reverse=True)
    made = []
    for number, (served, back) in enumerate(zip(chosen, days, strict=True)):
        person = register.served(served, register.ago(back))
        made.append(_begin(register, person, number, back, began=back))
    return made


def _begin(
    register: Register,
    person: Person,
    number: int,
    back: int,
    *,
    began: int,
    links: Links | None = None,
    scale: str = Scale.INDIVIDUAL,
) -> Restriction:
    """Propose and authorise one, so many days ago."""
    at, world = register.ago(back, 10), register.world
    record = _record(register, number, at.date(), links or Links(), scale)
    restriction = operations.propose(
        person,
        record,
        started_on=register.ago(began).date(),
        by=_keeper(register, person),
        at=at,
    )
    return operations.authorise(restriction, by=world.staff[LEAD], at=at + dt.timedelta(hours=2))


def _keeper(register: Register, person: Person) -> User:
    return register.manager(person.unit.code)


def _record(register: Register, number: int, day: dt.date, links: Links, scale: str) -> Record:
    """A whole record, from the words of the content file."""
    kind = register.words["kinds"][number % len(register.words["kinds"])]
    return Record(
        words=kind["words"],
        domains=tuple(kind["domains"]),
        trigger=kind["trigger"],
        rationale=kind["rationale"],
        alternatives=(Other(kind["other"], kind["why_not"], tried=bool(number % 2)),),
        rights=kind["rights"],
        safety=kind["safety"],
        proportionality="For weeks, not months, and only as far as this danger goes.",
        legal_basis=LegalBasis.CONSENT,
        capacity=Capacity.HAS,
        capacity_record="Spoken through with the person by their nurse.",
        involvement=Involvement.INVOLVED,
        view=register.rng.choice(register.words["views"]),
        family="Family or an advocate was offered, and asked where the person wanted it.",
        review_on=day + dt.timedelta(days=register.rng.randint(7, 27)),
        exit_criteria="A month without it happening, or sooner if the person's own plan holds.",
        scale=scale,
        links=links,
    )


def _go_through_the_months(register: Register, waiting: list[Restriction]) -> None:
    """Each review in the order of its day; a few of the last ones are still not made."""
    today = timezone.localdate(register.now)
    overdue = 0
    while waiting:
        waiting.sort(key=lambda one: (one.review_on or today, one.pk))
        restriction = waiting.pop(0)
        due = restriction.review_on
        if due is None or due >= today:
            continue
        if overdue < LEFT_OVERDUE and (today - due).days < 14:
            overdue += 1
            continue
        day = due + dt.timedelta(days=2 if register.rng.random() < 0.08 else 0)
        at = dt.datetime.combine(min(day, today), dt.time(8), LONDON)
        if _decide(register, restriction, at):
            waiting.append(restriction)


def _decide(register: Register, restriction: Restriction, at: dt.datetime) -> bool:
    """One decision; whether the restriction goes on."""
    rng, words = register.rng, register.words
    old = (at.date() - restriction.started_on).days > 60
    reduced = restriction.words.split(".")[0] not in {
        kind["words"].split(".")[0] for kind in words["kinds"]
    }
    # What was brought over is reduced at its first review and ends at its second, as in the story.
    brought_over = (at.date() - restriction.started_on).days > LIVE_SINCE
    drawn = 0.5 if brought_over else rng.random()
    verdict = Verdict.CONTINUE
    if (reduced and drawn < 0.6) or drawn < (0.35 if old else 0.2):
        verdict = Verdict.END
    elif not reduced and drawn < (0.85 if old else 0.5):
        verdict = Verdict.REDUCE
    risk = Risk.SAME if verdict == Verdict.CONTINUE else Risk.FALLEN
    review = Review(
        verdict=verdict,
        reason={
            Verdict.CONTINUE: "The danger is still there, and nothing less holds yet.",
            Verdict.REDUCE: "Less is enough now, and the person wants to try it.",
            Verdict.END: "The reason for it has gone.",
        }[verdict],
        what_changed=rng.choice(words["changes"][risk.value]),
        risk=risk,
        view=rng.choice(words["views"]),
        next_review_on=None
        if verdict == Verdict.END
        else at.date() + dt.timedelta(days=rng.randint(21, 28)),
        words=_less(words, restriction) if verdict == Verdict.REDUCE else "",
    )
    operations.review(restriction, review, by=_keeper(register, restriction.person), at=at)
    return verdict != Verdict.END


def _less(words: dict[str, Any], restriction: Restriction) -> str:
    """What is left of it."""
    return str(next(kind["less"] for kind in words["kinds"] if kind["words"] == restriction.words))


def _open_complaints(register: Register) -> None:
    """Two complaints of these weeks: one acknowledged, one that came yesterday."""
    for number, told in enumerate(register.words["complaints"]):
        by, at = register.manager(told["team"]), register.ago(told["days"], 15)
        account = complaints.Account(
            made_by=told["from"],
            from_name=told["name"],
            about=told["about"],
            words=told["words"],
            wanted=told["wanted"],
            how=How.TELEPHONE,
            consent=Consent.GIVEN,
        )
        unit = register.world.units[told["team"]]
        complaint = complaints.receive(unit, account, received_at=at, by=by, at=at)
        if number == 0:
            said = "By telephone the same day. An advocate was offered, and taken up."
            complaints.acknowledge(complaint, said, by=by, at=at + dt.timedelta(hours=1))


def _just_now(register: Register) -> None:
    """What waits today: one begun at once, two proposals, and a restriction of a whole house."""
    houses = [one for one in register.world.people.values() if one.team in HOUSES]
    people = register.rng.sample(houses, 4)
    for number, served in enumerate(people[:2]):
        person = register.served(served, register.ago(1))
        at = register.ago(1, 15 - number)
        record = _record(register, number + 2, at.date(), Links(), Scale.INDIVIDUAL)
        by = _keeper(register, person)
        operations.propose(person, record, started_on=at.date(), by=by, at=at)
    person = register.served(people[2], register.ago(1))
    at = register.ago(1, 16)
    record = Record(
        "Does not go out after dark this week.", ("community",), trigger="Followed home twice.",
        legal_basis=LegalBasis.CONSENT,
    )  # fmt: skip
    operations.begin_at_once(
        person, record, "Followed again an hour ago.", started_on=at.date(),
        by=_keeper(register, person), at=at,
    )  # fmt: skip
    _of_a_house(register, people[3])


def _of_a_house(register: Register, served: PersonServed) -> None:
    """The door of a house is locked at ten, beside a safeguarding action on the danger itself."""
    action = _safeguarding_action(register)
    if action is not None:
        person = register.served(served, register.ago(20))
        links = Links(safeguarding_action=action)
        _begin(register, person, 4, 20, began=20, links=links, scale=Scale.BLANKET)


def _safeguarding_action(register: Register) -> SafeguardingAction | None:
    """An action on a case that is open in the houses, or in the provider."""
    lead, at = register.world.staff["adeyombi"], register.ago(21)
    case = cases.active_cases(lead).filter(raised_at__lt=at).first()
    if case is None:
        return None
    return safeguarding.add_action(
        case,
        what="Police and landlord agree who may be let in, and the lock of the side door is mended.",
        due_on=register.ago(-7).date(),
        owner=register.manager("quillhaven-living"),
        by=lead,
        at=at,
    )
