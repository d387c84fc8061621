"""People served: invented names, record numbers and NHS numbers from the test range."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from goldthread.demo.provider import content, provider

AGES = {"oa": (66, 91), "eip": (17, 35), "sl": (24, 70), "pc": (18, 75), "pt": (18, 68)}
KNOWN_TO_REPORTS = {"sl": 26, "crisis": 70, "aot": 40, "eip": 50}


@dataclass(frozen=True)
class PersonServed:
    """Someone on a team's caseload. `gender` is "female" or "male", as their record says."""

    code: str
    name: str
    gender: str
    born_on: dt.date
    nhs_number: str
    record_number: str
    team: str

    def age(self, day: dt.date) -> int:
        """Whole years on a day."""
        before = (day.month, day.day) < (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - before


def check_digit(nine: str) -> int | None:
    """The modulus-11 check digit of an NHS number's first nine digits; None when there is none.

    Weights 10 down to 2; 11 minus the remainder; 11 counts as 0 and 10 is not used
    (NHS Data Dictionary, NHS number).
    """
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    digit = (11 - total % 11) % 11
    return None if digit == 10 else digit


def nhs_number(serial: int) -> str | None:
    """The number 999 xxx xxxx with this serial (0 to 999,999), or None when it has no digit."""
    nine = f"999{serial:06d}"
    digit = check_digit(nine)
    return None if digit is None else f"{nine}{digit}"


def people_served(rng: random.Random, today: dt.date) -> tuple[PersonServed, ...]:
    """Those on caseloads who appear in reports: some hundreds, each once."""
    names = content("provider.yaml")["people_served"]
    full = [
        (f"{given} {family}", gender)
        for gender, key in (("female", "given_women"), ("male", "given_men"))
        for given in names[key]
        for family in names["family"]
    ]
    rng.shuffle(full)
    numbers = _numbers(rng)
    people: list[PersonServed] = []
    for team in provider().teams:
        for _ in range(KNOWN_TO_REPORTS.get(team.kind, 90)):
            name, gender = full.pop()
            low, high = AGES.get(team.kind, (19, 72))
            born = today - dt.timedelta(days=rng.randint(low * 365 + 200, high * 365))
            code = f"p{len(people) + 1:04d}"
            record = f"OV{rng.randint(10_000, 99_999)}{len(people):03d}"
            people.append(PersonServed(code, name, gender, born, numbers.pop(), record, team.code))
    return tuple(people)


def _numbers(rng: random.Random) -> list[str]:
    serials = rng.sample(range(1_000_000), 1_400)
    return [number for serial in serials if (number := nhs_number(serial))]
