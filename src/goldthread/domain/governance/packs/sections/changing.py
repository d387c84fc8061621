"""How far change got: the funnel, its strength, what waits, and what was shown to work."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.analytics.counts import plural
from goldthread.analytics.drawing import Funnel as FunnelPicture
from goldthread.analytics.months import in_words
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.terms import Status
from goldthread.domain.governance.forums.models import Meeting
from goldthread.domain.governance.packs.claims import Asked, Claim, Row, Section, Table, too_little
from goldthread.domain.governance.packs.registry import section
from goldthread.domain.governance.packs.sections.charting import kept
from goldthread.domain.governance.packs.sections.reporting import (
    measure_href,
    numbers,
    source_of,
)
from goldthread.domain.governance.packs.sections.telling import many, opening, parts, share, were
from goldthread.domain.governance.packs.terms import Strength
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import OPEN_STATUSES
from goldthread.domain.insight.measures import pictures, queries, wording
from goldthread.domain.insight.measures.queries import Chain, Slice

SHOWN = 8
IMPROVING = ("improvement", "learning_culture", "processes")


@section("funnel")
def funnel(asked: Asked, _: Meeting | None) -> Section:
    """Recorded, implemented, communicated, verified, of the actions recorded in the days."""
    found = queries.together(list(queries.funnels(Slice(asked.unit), asked.months).values()))
    href = f"/measures/funnel?unit={asked.unit.pk}"
    source = "Funnel: recorded to verified"
    picture: FunnelPicture | None = None
    if not found.recorded:
        claim = too_little("No action was recorded in these days.", source, href, about=IMPROVING)
    elif asked.outside and not queries.funnel_shown(found):
        claim = too_little(
            "How far the actions of these days got is held back: some of the numbers are small "
            "enough to point at someone.",
            source,
            href,
            about=IMPROVING,
        )
    else:
        claim = Claim(
            f"Of {plural(found.recorded, 'action')} recorded, {found.implemented:,} "
            f"{_have(found.implemented)} been implemented, {found.communicated:,} of them "
            f"communicated too, and {found.verified:,} verified by someone who did not own them.",
            Strength.COUNTED,
            source,
            href,
            about=IMPROVING,
        )
        picture = pictures.funnel_picture(found, asked.unit.name)
    return Section(
        "funnel",
        "From recorded to verified",
        "An action counts when it is implemented and communicated; it is proved when verified.",
        (claim,),
        (),
        (kept(picture, href),) if picture else (),
    )


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


@section("strength")
def strength(asked: Asked, _: Meeting | None) -> Section:
    """The share of system-level and of strong actions (row 110)."""
    claims = []
    for code, sentence in (
        ("system_actions", "{share} of the actions change the system and not only what people do."),
        ("strong_actions", "{share} of the actions are strong: they do not rely on memory."),
    ):
        number = numbers(asked, code)
        made = share(
            asked,
            number.count,
            number.of,
            sentence,
            nothing="No action was agreed in these days, so nothing can be said about its strength.",
            source=source_of(code),
            href=measure_href(asked, code),
            about=("learning_culture", "governance", "processes"),
        )
        claims.append(made)
    return Section(
        "strength",
        "System, not individuals",
        "Learning that lasts changes the system. A list of reminders to staff does not.",
        tuple(claims),
    )


@section("waiting")
def waiting(asked: Asked, _: Meeting | None) -> Section:
    """What is overdue, what is unverified, and what has been open longest, at the end of the days."""
    overdue, unproved = _overdue(asked), _unproved(asked)
    oldest = _open(asked).order_by("reported_at", "pk").first()
    claims = [
        _count(asked, overdue.count(), "past the day agreed"),
        _count(asked, unproved.count(), "complete and not verified"),
    ]
    if not asked.outside:
        claims.append(_oldest(asked, oldest))
    tables = () if asked.outside else _waiting_tables(overdue, unproved)
    return Section(
        "waiting",
        "What waits",
        "For each: who unblocks it, and by when?",
        tuple(claims),
        tables,
    )


def _count(asked: Asked, number: int, what: str) -> Claim:
    said = f"{opening(many(asked, number, 'action'))} {were(asked, number)} {what}"
    return Claim(
        f"{said} on {in_words(asked.until)}.",
        Strength.COUNTED,
        "Control view",
        f"/control/?unit={asked.unit.pk}",
        about=IMPROVING,
    )


def _oldest(asked: Asked, oldest: Incident | None) -> Claim:
    if oldest is None:
        return Claim(
            f"No incident was open on {in_words(asked.until)}.",
            Strength.COUNTED, "Incidents", "/incidents/",
        )  # fmt: skip
    days = (asked.as_at - oldest.reported_at).days
    return Claim(
        f"The incident open longest is {oldest.reference}: {plural(days, 'day')}.",
        Strength.COUNTED,
        f"Incident {oldest.reference}",
        f"/incidents/{oldest.reference}/",
        incident=oldest.pk,
    )


def actions_here(asked: Asked) -> QuerySet[Action]:
    """Actions of the unit that every reader of the pack may open, recorded before its end."""
    rows = Action.objects.filter(
        **asked.here(), incident__restricted=False, proposed_at__lt=asked.as_at
    )
    return rows.exclude(withdrawn_at__lt=asked.as_at)


def _overdue(asked: Asked) -> QuerySet[Action]:
    undone = Q(completed_at__isnull=True) | Q(completed_at__gte=asked.as_at)
    rows = actions_here(asked).filter(undone, due_on__lte=asked.until, agreed_at__lt=asked.as_at)
    return rows.exclude(status=Status.WITHDRAWN)


def _unproved(asked: Asked) -> QuerySet[Action]:
    waits = Q(concluded_at__isnull=True) | Q(concluded_at__gte=asked.as_at)
    return actions_here(asked).filter(waits, completed_at__lt=asked.as_at)


def _open(asked: Asked) -> QuerySet[Incident]:
    open_then = Q(status__in=OPEN_STATUSES) | Q(closed_at__gte=asked.as_at)
    return Incident.objects.filter(
        open_then, **asked.here(), restricted=False, reported_at__lt=asked.as_at
    )


def _waiting_tables(overdue: QuerySet[Action], unproved: QuerySet[Action]) -> tuple[Table, ...]:
    late = overdue.select_related("owner", "incident").order_by("due_on", "pk")[:SHOWN]
    done = unproved.select_related("owner", "incident").order_by("completed_at", "pk")[:SHOWN]
    tables = (
        Table(
            "Longest overdue",
            ("Action", "Incident", "Owner", "Due"),
            tuple(_row(one, one.due_on) for one in late),
        ),
        Table(
            "Longest complete without being verified",
            ("Action", "Incident", "Owner", "Complete"),
            tuple(_row(one, one.completed_at) for one in done),
        ),
    )
    return tuple(table for table in tables if table.rows)


def _row(action: Action, day: Any) -> Row:
    on = timezone.localdate(day) if hasattr(day, "hour") else day
    owner = action.owner.name if action.owner else ""
    cells = (action.title, action.incident.reference, owner, in_words(on) if on else "")
    return Row(cells, f"/actions/{action.pk}/", action.incident_id)


@section("safer_because")
def safer_because(asked: Asked, _: Meeting | None) -> Section:
    """From incidents to what was shown to work, as far as it got and no further."""
    reports = numbers(asked, "reports").count
    whole = queries.whole(asked.reader, asked.unit, asked.months, reports)
    href = f"/safer-because?unit={asked.unit.pk}"
    claims = [_chain(asked, whole, href)]
    tables: tuple[Table, ...] = ()
    if not asked.outside:
        rows = [one for one in queries.chains(asked.reader, asked.unit, asked.months) if one.theme]
        tables = (_chains(rows[:SHOWN], asked),) if rows else ()
    return Section(
        "safer_because",
        "Safer because",
        "Only what was verified is called safer. The rest is on its way or not proved.",
        tuple(claims),
        tables,
    )


def _chain(asked: Asked, whole: Chain, href: str) -> Claim:
    when = wording.period(asked.months)
    if not whole.recorded:
        return too_little(
            f"No change was recorded in {when}, so nothing can be called safer because of it.",
            "Safer because", href, about=IMPROVING,
        )  # fmt: skip
    verified = whole.changes["verified"]
    shown, rest = parts(asked, [verified, whole.recorded - verified])
    said = (
        f"From {many(asked, whole.incidents, 'incident')} and "
        f"{many(asked, whole.learning, 'learning point')} came "
        f"{many(asked, whole.recorded, 'change')}: {shown} verified, {rest} not proved yet."
    )
    if not verified:
        return too_little(f"{said} Nothing is shown to be safer yet.", "Safer because", href,
                          about=IMPROVING)  # fmt: skip
    return Claim(said, Strength.VERIFIED, "Safer because", href, about=IMPROVING)


def _chains(rows: list[Chain], asked: Asked) -> Table:
    return Table(
        "Theme by theme",
        ("Theme", "Incidents", "Learning points", "Changes", "Verified"),
        tuple(
            Row(
                (
                    one.theme.name if one.theme else "",
                    f"{one.incidents:,}",
                    f"{one.learning:,}",
                    f"{one.recorded:,}",
                    f"{one.changes['verified']:,}",
                ),
                f"/safer-because?unit={asked.unit.pk}",
            )
            for one in rows
        ),
    )
