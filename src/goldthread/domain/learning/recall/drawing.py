"""Who is asked: drawn from everyone who holds the roles, by a seed that repeats the draw."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from goldthread.access.models import Unit, User
from goldthread.analytics.sampling import Draw, Exclusion, draw
from goldthread.domain.learning.bulletins.queries import Reached, audience
from goldthread.domain.learning.recall.terms import PERSON, TEAM


@dataclass(frozen=True)
class Frame:
    """Everyone who holds the roles on the day, and who of them is left out of the draw and why."""

    people: tuple[Reached, ...]
    exclusions: tuple[Exclusion, ...]

    @property
    def rows(self) -> list[dict[str, str]]:
        return [{PERSON: str(one.user.pk), TEAM: one.unit.name} for one in self.people]

    @property
    def left(self) -> int:
        """How many may be drawn."""
        return sum(not any(rule.matches(row) for rule in self.exclusions) for row in self.rows)

    def as_text(self) -> str:
        return json.dumps(self.rows, ensure_ascii=False, sort_keys=True)

    def digest(self) -> str:
        return hashlib.sha256(self.as_text().encode()).hexdigest()


def frame_of(unit: Unit, roles: Iterable[str], by: User, day: dt.date) -> Frame:
    """The people of the unit who hold the roles; who draws and who is away are left out."""
    people = tuple(sorted(audience((unit,), tuple(roles), day), key=lambda one: one.user.pk))
    out = [_left_out(one.user, by, day) for one in people]
    return Frame(people, tuple(rule for rule in out if rule is not None))


def _left_out(person: User, by: User, day: dt.date) -> Exclusion | None:
    if person.pk == by.pk:
        return Exclusion(PERSON, "==", str(person.pk), "draws this check")
    if person.absent_on(day):
        return Exclusion(PERSON, "==", str(person.pk), "away on the day of the draw")
    return None


def draw_people(frame: Frame, size: int, seed: str) -> Draw:
    """Draw `size` people, or everyone there is where the list is shorter."""
    return draw(frame.rows, min(size, frame.left), seed, key=PERSON, exclude=frame.exclusions)


def same_draw(text: str, size: int, seed: str, excluded: Iterable[int]) -> tuple[int, ...]:
    """The people whom the kept list, seed and exclusions give, to show that a draw was fair."""
    rows = json.loads(text)
    rules = [Exclusion(PERSON, "==", rows[row][PERSON], "as kept") for row in excluded]
    again = draw(rows, size, seed, key=PERSON, exclude=rules)
    return tuple(int(rows[one.row][PERSON]) for one in again.drawn)
