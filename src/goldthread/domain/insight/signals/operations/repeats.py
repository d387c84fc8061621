"""Repeats after an action was completed: the same theme in the same service, or the same person.

The signal stands on the action completed last on the theme (or for the person), so that a team
with many actions hears once. Restricted incidents are never evidence, and a signal on the action
of a restricted incident is kept with that incident.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.access.models import Unit
from goldthread.analytics.months import in_words
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.terms import DONE_STATUSES
from goldthread.domain.incidents.models import Incident, IncidentTheme, PersonAffected, Theme
from goldthread.domain.incidents.terms import EventType, PersonKind, Status
from goldthread.domain.insight.signals import words
from goldthread.domain.insight.signals.counting import countable, start_of
from goldthread.domain.insight.signals.found import Found
from goldthread.domain.insight.signals.models import Signal
from goldthread.domain.insight.signals.operations.raising import raise_found
from goldthread.domain.insight.signals.terms import REPEAT_DAYS, Kind

LOOK_BACK = 3  # days of themes given outside triage that a nightly run looks at
YEAR = dt.timedelta(days=REPEAT_DAYS)


def raise_repeats(
    incident: Incident, themes: Iterable[Theme] = (), *, at: dt.datetime | None = None
) -> list[Signal]:
    """Raise, or add to, signals on completed actions that this incident repeats.

    `themes` are those being given now, besides those it has.
    """
    if not _counts(incident):
        return []
    at = at or timezone.now()
    has = Theme.objects.filter(incident_links__incident=incident)
    given = {theme.pk: theme for theme in (*has, *themes)}
    raised = []
    for theme in given.values():
        action = _last_on_theme(incident, theme)
        if action is not None:
            raised.append(_repeat(action, _of_theme(action, theme, incident), at, theme=theme))
    action = _last_for_person(incident)
    if action is not None:
        raised.append(_repeat(action, _of_people(action, incident), at))
    return [signal for signal in raised if signal is not None]


def raise_late_repeats(
    organisation: Unit, on: dt.date, *, at: dt.datetime | None = None
) -> list[Signal]:
    """Repeats among incidents whose themes were given lately, in triage or outside it."""
    since = start_of(on - dt.timedelta(days=LOOK_BACK))
    places = _places_with_actions(organisation.pk, since)
    if not places:
        return []
    links = (
        IncidentTheme.objects.filter(
            countable(organisation.pk, "incident__"),
            added_at__gte=since,
            incident__unit__in={unit for unit, _ in places},
        )
        .exclude(incident__event_type=EventType.GOOD_CARE)
        .values_list("incident", "incident__unit", "theme")
    )
    wanted = {incident for incident, unit, theme in links if (unit, theme) in places}
    raised: list[Signal] = []
    for incident in Incident.objects.filter(pk__in=wanted).order_by("reported_at", "pk"):
        raised += raise_repeats(incident, at=at)
    return raised


def _places_with_actions(organisation_id: int, since: dt.datetime) -> set[tuple[int, int]]:
    """Units and themes with an action completed within the year before."""
    done = Action.objects.filter(
        organisation=organisation_id, status__in=DONE_STATUSES, completed_at__gte=since - YEAR
    )
    own = done.values_list("unit", "incident__theme_links__theme")
    served = done.values_list("unit", "incident_links__incident__theme_links__theme")
    return {(unit, theme) for unit, theme in (*own, *served) if theme is not None}


def _counts(incident: Incident) -> bool:
    return (
        incident.placed
        and not incident.restricted
        and incident.status != Status.WITHDRAWN
        and incident.event_type != EventType.GOOD_CARE
    )


def _happened(incident: Incident) -> dt.datetime:
    return incident.occurred_at or incident.reported_at


def _done_before(incident: Incident) -> QuerySet[Action]:
    """Actions completed within the year before the incident happened, the last first."""
    happened = _happened(incident)
    done = Action.objects.filter(
        organisation=incident.organisation_id,
        status__in=DONE_STATUSES,
        completed_at__lt=happened,
        completed_at__gte=happened - YEAR,
    )
    others = done.exclude(incident=incident).exclude(incident_links__incident=incident)
    return others.select_related("incident", "unit").order_by("-completed_at", "-pk")


def _last_on_theme(incident: Incident, theme: Theme) -> Action | None:
    links = IncidentTheme.objects.filter(theme=theme).values("incident")
    on_theme = Q(incident__in=links) | Q(incident_links__incident__in=links)
    return _done_before(incident).filter(on_theme, unit=incident.unit_id).first()


def _last_for_person(incident: Incident) -> Action | None:
    same = _incidents_of(_people(incident))
    if same is None:
        return None
    return _done_before(incident).filter(incident__in=same.values("pk")).first()


def _people(incident: Incident) -> Q | None:
    """The people using the service whom the incident affected; staff are never looked up."""
    people = list(incident.people.filter(kind=PersonKind.PERSON_SERVED))
    records = [row.record_index for row in people if row.record_index]
    numbers = [row.nhs_index for row in people if row.nhs_index]
    if not records and not numbers:
        return None
    return Q(record_index__in=records) | Q(nhs_index__in=numbers)


def _incidents_of(people: Q | None) -> QuerySet[Incident] | None:
    if people is None:
        return None
    rows = PersonAffected.objects.filter(people, kind=PersonKind.PERSON_SERVED)
    return Incident.objects.filter(pk__in=rows.values("incident"))


def _of_theme(action: Action, theme: Theme, incident: Incident) -> QuerySet[Incident]:
    """Incidents of the theme in the action's service, and this one, whose theme is being given."""
    links = IncidentTheme.objects.filter(theme=theme).values("incident")
    same = Incident.objects.filter(countable(action.organisation_id), unit=action.unit_id)
    return same.filter(Q(pk__in=links) | Q(pk=incident.pk))


def _of_people(action: Action, incident: Incident) -> QuerySet[Incident]:
    same = _incidents_of(_people(incident))
    assert same is not None  # noqa: S101 - an action was found for these people
    return same.filter(countable(action.organisation_id))


def _repeat(
    action: Action, same: QuerySet[Incident], at: dt.datetime, *, theme: Theme | None = None
) -> Signal | None:
    completed = action.completed_at
    assert completed is not None  # noqa: S101 - a constraint of every completed action
    same = same.exclude(event_type=EventType.GOOD_CARE)
    after = _happened_between(same, completed, at)
    since = tuple(after.exclude(pk=action.incident_id).order_by("pk").values_list("pk", flat=True))
    before = _happened_between(same, completed - YEAR, completed).count()
    days = max((at - completed).days, 1)
    numbers: dict[str, float] = {
        "since": len(since),
        "days": days,
        "before": before,
        "before_days": YEAR.days,
    }
    if theme is not None:
        numbers["p"] = float(f"{_chance(before, len(since), days):.2g}")
    found = Found(
        kind=Kind.REPEAT,
        subject=f"repeat:{action.pk}:{theme.pk if theme else 'person'}",
        unit=action.unit,
        explanation=_explained(action, theme, len(since), before, days),
        numbers=numbers,
        weight=len(since),
        since=timezone.localdate(completed),
        until=timezone.localdate(at),
        theme=theme,
        action=action,
        incident=action.incident,
        incidents=since,
    )
    return raise_found(found, organisation=action.organisation, at=at)


def _happened_between(
    same: QuerySet[Incident], first: dt.datetime, last: dt.datetime
) -> QuerySet[Incident]:
    known = Q(occurred_at__gt=first, occurred_at__lte=last)
    unknown = Q(occurred_at=None, reported_at__gt=first, reported_at__lte=last)
    return same.filter(known | unknown)


def _chance(before: int, since: int, days: int) -> float:
    """The exact chance of so many since, or more, if the rate of the year before went on.

    Given the total, the number since is binomial (Przyborowski and Wilenski 1940).
    """
    from scipy.special import bdtrc

    share = days / (days + YEAR.days)
    return float(bdtrc(since - 1, before + since, share)) if since else 1.0


def _explained(action: Action, theme: Theme | None, since: int, before: int, days: int) -> str:
    done = f"“{action.title}” was completed on {in_words(timezone.localdate(action.completed_at))}"
    if theme is None:
        return (
            f"{done}. Since then {words.count(since, 'incident')} affected a person whom the "
            f"action was meant to help, and {before} did in the year before. One repeat does not "
            "show that the action failed: ask whether the change reached this person."
        )
    expected = before * days / YEAR.days
    if before == 0:
        against = "There was none in the year before."
    else:
        against = (
            f"In the year before there {'was' if before == 1 else 'were'} {before}; at that rate {words.usual(expected)} would "
            f"be usual in {words.count(days, 'day')}."
        )
    return (
        f"{done}. Since then there {'was' if since == 1 else 'were'} "
        f"{words.count(since, 'incident')} with the theme {theme.name} in {action.unit.name}. "
        f"{against} One repeat does not show that the action failed: ask whether the change "
        "reached the place where it happened."
    )
