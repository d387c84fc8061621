"""Which checks a person sees, whom they ask, and what is remembered, with its interval."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from goldthread.access.models import Unit, User
from goldthread.access.scope import Scope, scope_of
from goldthread.access.terms import Permission
from goldthread.domain.learning.bulletins.models import Bulletin
from goldthread.domain.learning.library.models import Item
from goldthread.domain.learning.recall.models import Asked, Check
from goldthread.domain.learning.recall.terms import STANDARD, NotAsked
from goldthread.domain.verification.results import Result, result
from goldthread.instruments.queries import definition_of

RECORD_TYPE = "recall.check"


def asks(scope: Scope) -> Q:
    """Checks at units where the person draws and asks."""
    return scope.q(Permission.RECALL_ASK)


def visible_to(user: User | None) -> QuerySet[Check]:
    """Checks at units where the person asks, or sees aggregate measures."""
    scope = scope_of(user)
    seen = asks(scope) | scope.q(Permission.CONTROL_VIEW)
    return Check.objects.filter(seen).select_related("unit", "item", "bulletin", "drawn_by")


def newest_first(rows: QuerySet[Check]) -> QuerySet[Check]:
    return rows.order_by("-drawn_at", "-pk")


def may_ask(user: User, check: Check) -> bool:
    """Whether the person asks here, and so may read names and answers."""
    return scope_of(user).holds(Permission.RECALL_ASK, check.unit_id)


def people_of(check: Check) -> QuerySet[Asked]:
    """Everyone drawn, in the order of the draw."""
    return check.people.select_related("user", "team", "response", "noted_by")


def asked_visible_to(user: User) -> QuerySet[Asked]:
    """People drawn in checks at units where the person asks."""
    rows = Asked.objects.filter(check_of__in=Check.objects.filter(asks(scope_of(user))))
    return rows.select_related(
        "check_of__item", "check_of__unit", "check_of__instrument_version__instrument", "user"
    )


def units_to_choose(user: User) -> QuerySet[Unit]:
    """The open units at which the person may draw a check."""
    reached = scope_of(user).units(Permission.RECALL_ASK)
    return Unit.objects.filter(pk__in=reached, closed_on__isnull=True).order_by("path")


@dataclass(frozen=True)
class Remembered:
    """What a check shows: of the people asked, how many described the learning unaided.

    `waiting` were drawn and not reached yet; `not_asked` maps a reason to how many.
    """

    result: Result
    waiting: int
    not_asked: dict[NotAsked, int]
    everyone: bool

    @property
    def sentence(self) -> str:
        """For example “7 of 9 asked described it unaided …: likely 45% to 94% of all”."""
        found = self.result
        if not found.checked:
            return "Nobody was asked yet."
        said = f"{found.passed} of {found.checked} asked described it unaided and said what follows from it"
        if found.whole_list:
            return f"{said}. Everyone was asked, so nothing is estimated."
        return (
            f"{said}: likely {found.lower:.0f}% to {found.upper:.0f}% of all who hold the roles "
            "(95% confidence)."
        )


def standard_of(check: Check) -> float:
    """The standard of the instrument, in per cent."""
    standard = definition_of(check.instrument_version).standard
    share = getattr(standard, "share", None)
    return STANDARD if share is None else 100 * float(share)


def remembered(check: Check, rows: Iterable[Asked] | None = None) -> Remembered:
    """What the people asked remember, in all."""
    people = list(people_of(check) if rows is None else rows)
    marks = [one.response.passes for one in people if one.response is not None]
    reasons = Counter(NotAsked(one.not_asked) for one in people if one.not_asked)
    whole = check.everyone and bool(marks) and len(marks) == len(people)
    return Remembered(
        result(marks.count(True), len(marks), standard_of(check), whole_list=whole),
        len(people) - len(marks) - sum(reasons.values()),
        dict(reasons),
        check.everyone,
    )


def by_team(check: Check, rows: Iterable[Asked]) -> list[tuple[Unit, Remembered]]:
    """The same for each team, in the order of the tree."""
    teams: dict[int, list[Asked]] = defaultdict(list)
    for one in rows:
        teams[one.team_id].append(one)
    groups = sorted(teams.values(), key=lambda people: people[0].team.path)
    return [(people[0].team, remembered(check, people)) for people in groups]


def waiting_in(check: Check) -> QuerySet[Asked]:
    """Who is still to be asked, in the order of the draw."""
    return check.people.filter(response__isnull=True, not_asked="").select_related("user", "team")


def with_people(rows: QuerySet[Check]) -> QuerySet[Check]:
    """Checks with what their result needs, in few queries."""
    return rows.select_related("instrument_version__instrument").prefetch_related(
        "people__response"
    )


def of_bulletin(bulletin: Bulletin) -> list[Check]:
    """The checks of what a bulletin should have brought about, newest first."""
    return _with_people(Check.objects.filter(bulletin=bulletin))


def of_item(item: Item) -> list[Check]:
    """The checks about one learning item, newest first."""
    return _with_people(Check.objects.filter(item=item))


def _with_people(rows: QuerySet[Check]) -> list[Check]:
    return list(newest_first(with_people(rows.select_related("unit")))[:10])
