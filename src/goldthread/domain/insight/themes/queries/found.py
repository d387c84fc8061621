"""Found themes within the reader's sight: how many of their accounts, which examples, what trend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.insight.themes.models import FoundTheme, ThemeMember

RECORD_TYPE = "themes.foundtheme"
QUARTER = dt.timedelta(days=91)
EXAMPLES = 3


@dataclass(frozen=True)
class Sighted:
    """A found theme as one person sees it: accounts in their sight, in the last quarter of a
    year, in the one before, and examples."""

    theme: FoundTheme
    number: int
    lately: int
    before: int
    examples: tuple[Incident, ...]


def visible_to(user: User) -> QuerySet[FoundTheme]:
    """The found themes in use of the organisations where the person sees incidents, in no order.

    A theme is words; which of its incidents the person sees is asked of each.
    """
    units = Unit.objects.filter(pk__in=scope_of(user).units(Permission.INCIDENT_VIEW))
    seen = {own or pk for pk, own in units.values_list("pk", "organisation")}
    rows = FoundTheme.objects.filter(organisation__in=seen, retired_on__isnull=True)
    return rows.select_related("organisation", "theme", "named_by")


def may_shape(user: User, organisation_id: int) -> bool:
    """Whether the person may name, merge, split and pin the themes of the organisation."""
    return scope_of(user).holds(Permission.THEME_SHAPE, organisation_id)


def sighted(user: User, themes: Iterable[FoundTheme]) -> list[Sighted]:
    """Each theme as the person sees it, the largest first; those without an account in sight are
    left out."""
    rows = list(themes)
    numbers = _numbers(user, rows)
    examples = _examples(user, rows)
    found = [
        Sighted(row, *numbers[row.pk], tuple(examples.get(row.pk, ())))
        for row in rows
        if numbers.get(row.pk, (0,))[0]
    ]
    return sorted(found, key=lambda one: (-one.number, one.theme.name))


def _numbers(user: User, rows: Sequence[FoundTheme]) -> dict[int, tuple[int, int, int]]:
    """By theme: accounts in sight, of the last quarter, and of the one before."""
    now = timezone.now()
    at = "incident__reported_at"
    members = _in_sight(user, ThemeMember.objects.filter(theme__in=rows))
    recent = members.filter(**{f"{at}__gte": now - 2 * QUARTER}).values_list("theme")
    lately = Q(**{f"{at}__gte": now - QUARTER})
    counted = {
        pk: (new, old)
        for pk, new, old in recent.annotate(
            new=Count("pk", filter=lately), old=Count("pk", filter=~lately)
        )
    }
    whole = scope_of(user).whole_organisations(Permission.INCIDENT_VIEW)
    numbers = {row.pk: row.size for row in rows if row.organisation_id in whole}
    parts = [row for row in rows if row.pk not in numbers]
    if parts:
        some = members.filter(theme__in=parts).values_list("theme")
        numbers |= dict(some.annotate(number=Count("pk")))
    return {pk: (number, *counted.get(pk, (0, 0))) for pk, number in numbers.items()}


def _in_sight(user: User, members: QuerySet[ThemeMember]) -> QuerySet[ThemeMember]:
    scope = scope_of(user)
    return members.filter(scope.q(Permission.INCIDENT_VIEW, "incident__"))


def _examples(user: User, rows: Sequence[FoundTheme]) -> dict[int, list[Incident]]:
    pks = {pk for row in rows for pk in row.exemplars}
    seen = {
        incident.pk: incident
        for incident in incidents_visible_to(user).filter(pk__in=pks).select_related("unit")
    }
    return {row.pk: [seen[pk] for pk in row.exemplars if pk in seen][:EXAMPLES] for row in rows}


def incidents_in(user: User, theme: FoundTheme) -> QuerySet[Incident]:
    """The incidents of a theme that the person may open, newest first."""
    rows = incidents_visible_to(user).filter(found_member__theme=theme)
    return rows.select_related("unit", "category").order_by("-reported_at", "-pk")


def others(theme: FoundTheme) -> QuerySet[FoundTheme]:
    """The themes it could be merged into."""
    rows = FoundTheme.objects.filter(organisation=theme.organisation_id, retired_on__isnull=True)
    return rows.exclude(pk=theme.pk).order_by("name", "pk")
