"""Composing the reports of two years."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass

from goldthread.demo import moments
from goldthread.demo.harms import harm
from goldthread.demo.narratives import Teller, Telling, tell
from goldthread.demo.people import PersonServed
from goldthread.demo.provider import Team, provider
from goldthread.demo.scenarios import Scenario, scenarios
from goldthread.demo.scripts import Affected, Report

LOCATIONS = {
    "sl": ("care_home", "private_home"),
    "crisis": ("private_home", "other_healthcare", "public_place"),
    "pt": ("other_healthcare",),
}
RELATIONSHIPS = ("parent", "partner", "brother_or_sister", "son_or_daughter", "friend", "self")


@dataclass(frozen=True)
class Composed:
    """A report with the scenario and the teller behind it, from which its later life is told."""

    report: Report
    scenario: Scenario
    teller: Teller


class Composer:
    """Makes reports one by one; the same random source gives the same reports."""

    def __init__(self, rng: random.Random, today: dt.date, people: tuple[PersonServed, ...]):
        self.rng, self.today = rng, today
        self.now = dt.datetime.combine(today, dt.time(8, 30), moments.LONDON)
        self.by_team = {
            team.code: [one for one in people if one.team == team.code] for team in provider().teams
        }
        self.told: Counter[str] = Counter()

    def compose(self) -> Composed:
        """One report, no two of them told in the same words."""
        team = self.rng.choices(provider().teams, [team.rate for team in provider().teams])[0]
        scenario = self._scenario(team)
        event_type = self.rng.choices(list(scenario.types), list(scenario.types.values()))[0]
        at = moments.occurred(self.rng, team, scenario.season, self.today)
        person = self._person(team)
        while True:
            teller = Teller(self.rng, person, team.kind, at, staff=scenario.route != "family")
            telling = tell(scenario, self.rng, teller, imperfect=self.rng.random() < 0.035)
            if not self.told[telling.narrative]:
                break
        self.told[telling.narrative] += 1
        report = self._report(team, scenario, event_type, at, person, telling)
        return Composed(report, scenario, teller)

    def _scenario(self, team: Team) -> Scenario:
        fitting = [one for one in scenarios() if team.kind in one.kinds]
        return self.rng.choices(fitting, [one.weight for one in fitting])[0]

    def _person(self, team: Team) -> PersonServed:
        """Someone on the team's caseload; a few are met again and again, as in life."""
        people = self.by_team[team.code]
        index = min(int(self.rng.expovariate(1.6 / len(people))), len(people) - 1)
        return people[index]

    def _report(
        self,
        team: Team,
        scenario: Scenario,
        event_type: str,
        at: dt.datetime,
        person: PersonServed,
        telling: Telling,
    ) -> Report:
        route = self._route(scenario)
        found = at + dt.timedelta(hours=self.rng.choice((0, 0, 0, 1, 3, 20, 70)))
        reported_at = moments.reported(self.rng, team, at, self.now)
        harms = harm(self.rng, scenario.harm, event_type)
        about_nobody = event_type == "risk" and self.rng.random() < 0.6
        family = route == "family"
        return Report(
            team=team.code,
            route=route,
            reporter=self._reporter(team) if route in ("signed_in", "confidential") else None,
            event_type=event_type,
            title=telling.title,
            narrative=telling.narrative,
            immediate_action=telling.immediate_action,
            occurred_at=at,
            occurred_precision=self.rng.choices(("time", "day", "month"), (72, 24, 4))[0],
            discovered_at=min(found, reported_at),
            reported_at=reported_at,
            location=self.rng.choice(
                LOCATIONS.get(team.kind, ("private_home", "other_healthcare"))
            ),
            affected=() if about_nobody else (Affected(person.code, *harms),),
            unsafe_now=_worst(harms) and self.rng.random() < 0.35,
            family_name=self._family_name(person) if family else "",
            relationship=self.rng.choice(RELATIONSHIPS) if family else "",
        )

    def _route(self, scenario: Scenario) -> str:
        if scenario.route != "signed_in":
            return scenario.route
        return self.rng.choices(("signed_in", "confidential", "anonymous"), (94, 4, 2))[0]

    def _reporter(self, team: Team) -> str:
        own = [one for one in provider().staff if one.unit == team.code]
        return self.rng.choices(own, [1] + [3] * (len(own) - 1))[0].code

    def _family_name(self, person: PersonServed) -> str:
        return f"{self.rng.choice(('Ros', 'Jem', 'Fran', 'Kit', 'Noor', 'Sol'))} {person.name.split()[-1]}"


def _worst(harms: tuple[str, str]) -> bool:
    return bool({"moderate", "severe"} & set(harms))
