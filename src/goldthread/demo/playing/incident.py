"""Playing one incident from its report to where it stands."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field

from goldthread.demo.playing import (
    acting,
    closing,
    openness,
    reporting,
    reviewing,
    safeguarding,
    verifying,
)
from goldthread.demo.playing.world import World
from goldthread.demo.scripts import Action, Incident
from goldthread.domain.actions.models import Action as ActionRecord
from goldthread.domain.incidents.models import Incident as IncidentRecord

THEMATIC_REVIEWS = 10
LINKED = 4


@dataclass(frozen=True)
class Check:
    """An incident whose actions have been checked, to be played when its time has come."""

    script: Incident
    incident: IncidentRecord
    actions: tuple[tuple[Action, ActionRecord], ...]

    @property
    def at(self) -> dt.datetime:
        """The last moment of the checks, by which they are ordered."""
        plans = [told.verification for told, _ in self.actions]
        rounds = [row.done_at for plan in plans for row in plan.rounds if row.done_at]
        return max([*rounds, *(plan.concluded_at for plan in plans if plan.concluded_at)])


@dataclass
class Player:
    """Plays incidents in the order of their reports, and remembers what clusters together."""

    world: World
    rng: random.Random
    seen: dict[tuple[str, str], list[IncidentRecord]] = field(
        default_factory=lambda: defaultdict(list)
    )
    thematic: set[tuple[str, str]] = field(default_factory=set)
    checks: list[Check] = field(default_factory=list)

    def play(self, script: Incident) -> IncidentRecord:
        """Everything that has happened to one incident so far."""
        incident = reporting.report(self.world, script)
        cluster = (script.report.team, script.theme)
        if script.triage is None:
            return incident
        reporting.restrict(self.world, script, incident, script.triage.by)
        reporting.ask(self.world, script, incident)
        self._after_triage(script, incident, cluster)
        if not script.restricted_to and script.stage not in ("triaged", "in_review"):
            self.seen[cluster].append(incident)
        return incident

    def _after_triage(
        self, script: Incident, incident: IncidentRecord, cluster: tuple[str, str]
    ) -> None:
        together = self._together(script, cluster)
        tier = reporting.triage(self.world, script, incident, self.rng, together=together)
        if tier == "thematic":
            self.thematic.add(cluster)
        safeguarding.work(self.world, script, incident)
        reporting.stabilise(self.world, script, incident)
        openness.engage(self.world, script, incident)
        openness.decide(self.world, script, incident)
        if script.review is not None:
            self._review(script, incident, cluster)
        openness.share_results(self.world, script, incident)
        closing.close_with_reason(self.world, script, incident)

    def _together(self, script: Incident, cluster: tuple[str, str]) -> bool:
        return (
            script.review is not None
            and script.review.signed_off_at is not None
            and cluster not in self.thematic
            and len(self.thematic) < THEMATIC_REVIEWS
            and len(self.seen[cluster]) >= LINKED
        )

    def _review(self, script: Incident, incident: IncidentRecord, cluster: tuple[str, str]) -> None:
        assert script.review is not None  # noqa: S101 - the caller's own condition
        others = self.seen[cluster][-LINKED:]
        for other in others:
            other.refresh_from_db()
        review = reviewing.begin(self.world, script, incident, others)
        if script.review.submitted_at is None:
            return
        reviewing.submit(self.world, script, review)
        if script.review.signed_off_at is None:
            return
        proposed = acting.propose(self.world, script, incident, review)
        answered = {
            one.source_id
            for one in proposed
            if one.source_id and one.source_type == "reviews.factor"
        }
        reviewing.sign_off(self.world, script, review, answered)
        done = []
        for told, action in zip(script.actions, proposed, strict=True):
            agreed = acting.agree(self.world, told, action)
            verifying.register(self.world, told.verification, agreed, told.at)
            verifying.measure_baseline(self.world, told.verification, agreed)
            done.append((told, acting.carry_out(self.world, told, agreed)))
        if any(row.done_at for told, _ in done for row in told.verification.rounds):
            self.checks.append(Check(script, incident, tuple(done)))

    def verify(self, check: Check) -> None:
        """Check what became of an incident's actions, and close it where that is the end."""
        for told, action in check.actions:
            verifying.check(self.world, told.verification, action)
        closing.close_verified(self.world, check.script, check.incident)
