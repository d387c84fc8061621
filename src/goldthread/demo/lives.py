"""What follows a report, as far as its time and the mix allow: scripts of the later stages."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from goldthread import defaults
from goldthread.demo.case_scripts import Threshold
from goldthread.demo.case_tasks import usual_tasks
from goldthread.demo.changes import action_of
from goldthread.demo.moments import later
from goldthread.demo.provider import provider
from goldthread.demo.reports import Composed
from goldthread.demo.scripts import (
    STAGES,
    Action,
    Candour,
    Closure,
    Engagement,
    Finding,
    Incident,
    Question,
    Review,
    Safeguarding,
    Stabilisation,
    Triage,
    YesNo,
)
from goldthread.demo.words import word

LENSES = ("interfaces", "escalation", "safeguarding", "restrictive_practice")
# Three teams began with Goldthread one after another, then the others together; what each had
# reported before came over from the previous system as history.
BEGAN_DAYS_AGO = {"tarnwick-cmht": 275, "quillhaven-living": 215, "osmerley-cmht": 165}
HISTORY_DAYS = 50
OLD_WAY = 0.65  # in the first months most were still reported in the previous system
AGREED_DAYS = 46  # since the council and we agreed who does what (the second story)
RESTRICTED_DAYS = 60  # an allegation about staff is worked elsewhere and then closed with a reason
BREACHED_HOURS = (55, 78)  # two reports that nobody has triaged in time
# Age in days up to → weights of stages in the order of STAGES (historical left out).
MIX = (
    (1.5, (80, 20, 0, 0, 0, 0, 0)),
    (4, (0, 54, 46, 0, 0, 0, 0)),
    (14, (0, 22, 46, 14, 0, 0, 18)),
    (45, (0, 2, 18, 30, 10, 0, 40)),
    (120, (0, 0, 3, 12, 18, 13, 54)),
    (max(BEGAN_DAYS_AGO.values()), (0, 0, 1, 5, 14, 34, 46)),
)


class Historian:
    """Gives each composed report the life it has had by now."""

    def __init__(self, rng: random.Random, now: dt.datetime) -> None:
        self.rng, self.now = rng, now
        self.themes = {theme["code"]: theme for theme in defaults.themes()}

    def live(self, number: int, composed: Composed, *, untouched: bool = False) -> Incident:
        """The incident as far as it has come; `untouched` leaves it as it was reported."""
        report, scenario = composed.report, composed.scenario
        incident = Incident(
            key=f"demo-{number:05d}",
            scenario=scenario.code,
            stage="reported" if untouched else self._stage(composed),
            report=report,
            theme=scenario.theme,
            category=scenario.category,
        )
        if incident.stage in ("reported", "historical"):
            return incident
        return self._later(incident, composed)

    def _stage(self, composed: Composed) -> str:
        age = (self.now - composed.report.reported_at).total_seconds() / 86400
        began = BEGAN_DAYS_AGO.get(composed.report.team, HISTORY_DAYS)
        side_by_side = HISTORY_DAYS < age <= began and self.rng.random() < OLD_WAY
        if age > began or side_by_side:
            return "closed_with_reason" if composed.scenario.restricted else "historical"
        weights = next(weights for up_to, weights in MIX if age <= up_to)
        stage = self.rng.choices(STAGES[:7], weights)[0]
        if composed.scenario.restricted and stage != "reported":
            return "triaged" if age < RESTRICTED_DAYS else "closed_with_reason"
        if composed.report.event_type == "good_care" and stage == "closed_verified":
            return "closed_with_reason"
        return stage

    def _later(self, incident: Incident, composed: Composed) -> Incident:
        triage = self._triage(composed)
        steps = replace(
            incident,
            triage=triage,
            safeguarding=self._safeguarding(triage),
            stabilisation=self._stabilisation(composed, triage.at),
            engagement=self._engagement(composed, triage.at),
            candour=self._candour(composed, triage),
            questions=self._questions(composed, triage),
        )
        if composed.scenario.restricted:
            steps = replace(
                steps,
                restricted_to=(
                    "adeyombi",
                    "okonjara",
                    provider().manager_of(composed.report.team).code,
                ),
                restricted_because="A concern about a member of staff. Seen only by those named.",
            )
        far = STAGES.index(incident.stage)
        if incident.stage == "closed_with_reason":
            return self._closed_early(steps, composed)
        if far < STAGES.index("in_review"):
            return steps
        review = self._review(composed, triage, done=far >= STAGES.index("acting"))
        steps = replace(steps, review=review)
        if review.signed_off_at is None:
            return steps
        return self._acted(steps, composed, review)

    def _acted(self, steps: Incident, composed: Composed, review: Review) -> Incident:
        action = action_of(self.rng, composed, review, steps.stage, self.now)
        candour = self._shared(steps.candour, review)
        steps = replace(
            steps, actions=(action,), candour=candour, stage=_reached(steps.stage, action)
        )
        if steps.stage != "closed_verified" or not action.verification.concluded_at:
            return steps
        ends = [action.verification.concluded_at]
        if steps.safeguarding:
            if steps.safeguarding.closed_at is None:
                return replace(steps, stage="verifying")
            ends.append(steps.safeguarding.closed_at)
        if candour and candour.lead:
            if candour.complete_at is None:
                return replace(steps, stage="verifying")
            ends.append(candour.complete_at)
        at = later(self.rng, max(ends), 1, 6)
        return replace(steps, closure=Closure(min(at, self.now), "okonjara"))

    def _shared(self, candour: Candour | None, review: Review) -> Candour | None:
        """The results shared and candour complete, once the review is signed off."""
        if candour is None or candour.written_at is None or review.signed_off_at is None:
            return candour
        first = max(candour.written_at, review.signed_off_at)
        shared = self._past(later(self.rng, first, 1, 8))
        complete = self._past(later(self.rng, shared, 1, 7)) if shared else None
        return replace(candour, results_at=shared, complete_at=complete)

    def _triage(self, composed: Composed) -> Triage:
        report, rng = composed.report, self.rng
        hours = rng.uniform(2, 23) if rng.random() < 0.86 else rng.uniform(24, 60)
        at = min(report.reported_at + dt.timedelta(hours=hours), self._just_now())
        learn = rng.choice(composed.scenario.learn)
        coast = report.team.startswith("quillhaven")
        safe = composed.scenario.category.startswith(("safeguarding", "exploit", "allegation"))
        harmed = _harmed(composed, "moderate", "severe", "fatal")
        done = (
            ""
            if report.immediate_action
            else composed.teller.tell(rng.choice(composed.scenario.did))
        )
        told_inside = report.route in ("family", "anonymous")
        none_needed = not report.immediate_action and not harmed and rng.random() < 0.5
        return Triage(
            at=at,
            by="rahmanovi" if coast and rng.random() < 0.7 else "dunmarrow",
            category=composed.scenario.category,
            themes=self._themes(composed),
            why=word(rng, "why", learn=learn, learn_lower=learn[0].lower() + learn[1:]),
            potential_harm=self._potential(composed),
            safeguarding=YesNo(safe, word(rng, f"safeguarding_{'yes' if safe else 'no'}")),
            clinical_review=self._clinical(composed, harmed, at),
            partner=self._partner(at),
            serious=YesNo(harmed, word(rng, f"serious_{'yes' if harmed else 'no'}")),
            immediate_action="" if none_needed or told_inside else done,
            none_needed_because=word(rng, "none_needed")
            if none_needed or (told_inside and done)
            else "",
            pathway=provider().team(report.team).pathway,
            told_reporter=word(rng, "told_reporter"),
        )

    def _themes(self, composed: Composed) -> tuple[str, ...]:
        first = composed.scenario.theme
        if self.rng.random() > 0.2 or first == "good_care":
            return (first,)
        others = [code for code in self.themes if code not in (first, "good_care")]
        return (first, self.rng.choice(others))

    def _potential(self, composed: Composed) -> str:
        if composed.report.event_type == "good_care":
            return "none"
        if _harmed(composed, "severe", "fatal"):
            return "severe"
        if _harmed(composed, "moderate"):
            return self.rng.choice(("moderate", "moderate", "severe"))
        return self.rng.choices(("low", "moderate", "severe"), (62, 34, 4))[0]

    def _clinical(self, composed: Composed, harmed: bool, at: dt.datetime) -> YesNo:
        yes = harmed or self.rng.random() < 0.08
        if not yes:
            return YesNo(False, word(self.rng, "clinical_no"))
        done_at = self._past(later(self.rng, at, 0.1, 2))
        manager = provider().manager_of(composed.report.team).code
        note = "Seen, plan agreed with the person, nothing further today."
        return YesNo(True, word(self.rng, "clinical_yes"), manager, done_at, note)

    def _partner(self, at: dt.datetime) -> YesNo:
        if self.rng.random() > 0.22:
            return YesNo(False, word(self.rng, "partner_no"))
        partner = word(self.rng, "partners")
        done_at = self._past(later(self.rng, at, 0.05, 2.5))
        return YesNo(True, word(self.rng, "partner_yes"), partner, done_at, "By telephone")

    def _safeguarding(self, triage: Triage) -> Safeguarding | None:
        """Each step some days after the one before, where its day has come."""
        if not triage.safeguarding.answer:
            return None
        rng, at = self.rng, triage.at
        moments: list[dt.datetime | None] = []
        # Before who owns what was agreed with the council, each step took days; then hours.
        before = at < self.now - dt.timedelta(days=AGREED_DAYS)
        first = (0.05, 3.5) if before else (0.05, 0.9)
        answers = ((0.3, 2), (1, 5), (10, 60)) if before else ((0.05, 0.7), (0.2, 0.9), (5, 30))
        for low, high in (first, *answers):
            at = later(rng, at, low, high)
            moments.append(self._past(at))
        referred, acknowledged, decided, closed = moments
        met = rng.random() < 0.6
        return Safeguarding(
            by="adeyombi",
            thresholds=(Threshold(referred, True, triage.safeguarding.reason),) if referred else (),
            referred_at=referred,
            to="Osmerley council, safeguarding adults",
            how="By telephone, then the form; reference in the record",
            acknowledged_at=acknowledged,
            acknowledged_by=word(rng, "council_names"),
            lead_how="By telephone, written down on the same day",
            decided_at=decided,
            threshold_met=met,
            decision=word(rng, f"threshold_{'met' if met else 'not_met'}"),
            wanted=word(rng, "wanted"),
            closed_at=closed,
            tasks=usual_tasks(decided, closed, self.now),
            outcome_met=rng.choice(("met", "met", "partly")),
            closed_because=word(rng, "safeguarding_closed"),
        )

    def _stabilisation(self, composed: Composed, at: dt.datetime) -> Stabilisation | None:
        report = composed.report
        if not (report.unsafe_now or _harmed(composed, "moderate", "severe", "fatal")):
            return None
        signed = self._past(later(self.rng, at, 0.3, 3))
        if signed is None:
            return None
        safe_at = report.reported_at + dt.timedelta(minutes=self.rng.randint(15, 90))
        return Stabilisation(
            at=signed,
            leader=provider().manager_of(report.team).code,
            safety=word(self.rng, "safety"),
            communication=word(self.rng, "communication"),
            documentation=word(self.rng, "documentation"),
            support=word(self.rng, "support"),
            support_taken=self.rng.random() < 0.6,
            made_safe_at=min(safe_at, signed) if report.unsafe_now else None,
            made_safe_how=word(self.rng, "made_safe"),
        )

    def _engagement(self, composed: Composed, at: dt.datetime) -> tuple[Engagement, ...]:
        manager = provider().manager_of(composed.report.team).code
        when = self._past(later(self.rng, at, 0.2, 4))
        if when is None:
            return ()
        hurt = _harmed(composed, "low", "moderate", "severe", "fatal")
        if not hurt and self.rng.random() < 0.7:
            because = word(self.rng, "not_engaged")
            return (Engagement(when, manager, "nobody", not_because=because),)
        party = self.rng.choices(("person", "family", "advocate"), (75, 20, 5))[0]
        how = self.rng.choice(("face_to_face", "telephone", "telephone"))
        return (Engagement(when, manager, party, how, word(self.rng, "engaged")),)

    def _candour(self, composed: Composed, triage: Triage) -> Candour | None:
        if not _harmed(composed, "moderate", "severe", "fatal"):
            return None
        at = self._past(later(self.rng, triage.at, 0.1, 2))
        if at is None:
            return None
        severe = _harmed(composed, "severe", "fatal")
        yes = severe or self.rng.random() < 0.55
        manager = provider().manager_of(composed.report.team)
        threshold = ("severe" if severe else "moderate") if yes else "none_of_these"
        decision = Candour(
            at=at,
            by=triage.by,
            professional=f"{manager.name}, {manager.job_title.lower()}",
            answers={"regulated_activity": "yes", "unintended": "yes", "threshold": threshold},
            reason=word(self.rng, f"candour_{'yes' if yes else 'no'}"),
        )
        return self._told(decision, composed, manager.code) if yes else decision

    def _told(self, decision: Candour, composed: Composed, lead: str) -> Candour:
        rng, died = self.rng, _harmed(composed, "fatal")
        told = self._past(later(rng, decision.at, 1, 9))
        written = self._past(later(rng, told, 2, 6)) if told else None
        return replace(
            decision,
            lead=lead,
            relationship="died" if died else "self",
            basis="Next of kin" if died else "",
            told_at=told,
            account=composed.report.narrative.split("\n\n")[0],
            enquiries=word(rng, "enquiries"),
            apology=word(rng, "apology"),
            support_at=told,
            support=word(rng, "support_person"),
            written_at=written,
        )

    def _questions(self, composed: Composed, triage: Triage) -> tuple[Question, ...]:
        if self.rng.random() > 0.07 or composed.report.route == "family":
            return ()
        asked = triage.at - dt.timedelta(minutes=30)
        if asked <= composed.report.reported_at:
            return ()
        answered = self._past(later(self.rng, asked, 0.1, 3))
        text, reply = word(self.rng, "ask_reporter"), word(self.rng, "answers")
        return (Question(triage.by, asked, text, reply if answered else "", answered),)

    def _closed_early(self, steps: Incident, composed: Composed) -> Incident:
        assert steps.triage is not None  # noqa: S101 - given by the caller just before
        good = composed.report.event_type == "good_care"
        reason = word(self.rng, "close_reason_good" if good else "close_reason")
        at = self._past(later(self.rng, steps.triage.at, 3, 25)) or self._just_now()
        at = max([at, *(line.at for line in steps.engagement)])
        by = "okonjara" if steps.restricted_to else self.rng.choice(("okonjara", "castellow"))
        return replace(steps, closure=Closure(at, by, reason))

    def _review(self, composed: Composed, triage: Triage, *, done: bool) -> Review:
        rng, scenario = self.rng, composed.scenario
        begun = self._past(later(rng, triage.at, 0.5, 4)) or self._just_now()
        submitted = self._past(later(rng, begun, 2, 9)) if done else None
        signed = self._past(later(rng, submitted, 0.5, 6)) if submitted else None
        seips = self.themes[scenario.theme]["seips"][0]
        lead = rng.choice(("eskerby", "farthingwell", "dunmarrow", "szymarek", "adeyombi"))
        manager = provider().manager_of(composed.report.team).code
        return Review(
            method="",
            lead=manager if rng.random() < 0.6 else lead,
            at=begun,
            submitted_at=submitted,
            signed_off_at=signed,
            signed_off_by=rng.choice(("okonjara", "castellow")),
            what_happened=f"{composed.teller.tell(rng.choice(scenario.opening))} "
            f"{composed.teller.tell(rng.choice(scenario.then))}",
            what_should_change=" ".join(scenario.learn),
            this_week=rng.choice(scenario.changes).title,
            findings=tuple(
                Finding(composed.teller.tell(seen), seips, line, scenario.theme)
                for seen, line in zip(scenario.then, scenario.learn, strict=False)
            ),
            terms_of_reference=word(rng, "terms"),
            lenses=self._lenses(composed),
            lenses_not_relevant=self._not_relevant(scenario.theme),
            seips={seips: scenario.learn[0]},
            family_not_asked_because="They were asked and had none; they know how to reach us.",
        )

    def _lenses(self, composed: Composed) -> dict[str, str]:
        lens = self.themes[composed.scenario.theme]["lens"]
        words = f"{composed.scenario.learn[0]} {composed.teller.tell(composed.scenario.then[0])}"
        return {lens: words} if lens else {}

    def _not_relevant(self, theme: str) -> dict[str, str]:
        own = self.themes[theme]["lens"]
        return {lens: word(self.rng, f"not_relevant_{lens}") for lens in LENSES if lens != own}

    def _past(self, at: dt.datetime) -> dt.datetime | None:
        """The moment, or None when it has not come yet."""
        return at if at <= self.now else None

    def _just_now(self) -> dt.datetime:
        return self.now - dt.timedelta(minutes=self.rng.randint(10, 120))


def _harmed(composed: Composed, *levels: str) -> bool:
    return any(
        {one.physical_harm, one.psychological_harm} & set(levels)
        for one in composed.report.affected
    )


def _reached(stage: str, action: Action) -> str:
    """The stage that the action's own times allow; it may be earlier than was drawn."""
    complete = action.implemented_at and action.communicated_at
    if not complete:
        return "acting"
    return stage if action.verification.concluded_at and stage == "closed_verified" else "verifying"
