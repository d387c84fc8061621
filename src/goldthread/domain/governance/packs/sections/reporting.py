"""What was reported, and what it has in common (row 111)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from goldthread.analytics.counts import plural
from goldthread.domain.governance.forums.models import Meeting
from goldthread.domain.governance.packs.claims import Asked, Claim, Row, Section, Table, too_little
from goldthread.domain.governance.packs.registry import section
from goldthread.domain.governance.packs.sections.telling import many, opening, share, were
from goldthread.domain.governance.packs.terms import FEWEST, Strength
from goldthread.domain.incidents.models import Theme
from goldthread.domain.insight.measures import queries, wording
from goldthread.domain.insight.measures.definitions import measures
from goldthread.domain.insight.measures.queries import Number, Slice
from goldthread.domain.insight.measures.terms import Dimension, months_back
from goldthread.domain.insight.signals.models import Signal
from goldthread.domain.insight.signals.terms import Kind as SignalKind
from goldthread.domain.insight.signals.terms import Status as SignalStatus

REPORTS = "reports"
SHOWN = 10
OF_RECORDS = (SignalKind.REPEAT, SignalKind.RELAPSE)
"""Signals that rest on single records and not on a chart."""


def numbers(asked: Asked, code: str, months: Sequence[dt.date] | None = None) -> Number:
    """A measure of the unit over the days, from the roll-ups."""
    found = queries.by_month(Slice(asked.unit), [code], months or asked.months)
    return Number.sum(found.get(code, {}).values())


def measure_href(asked: Asked, code: str) -> str:
    """The page of a measure at the unit."""
    return f"/measures/{code}/?unit={asked.unit.pk}"


def source_of(code: str) -> str:
    return f"Measure: {measures()[code].label}"


@section("at_a_glance")
def at_a_glance(asked: Asked, _: Meeting | None) -> Section:
    """How much was reported, how serious it was, and what the figures cannot say."""
    claims = [_reports(asked), *_harm(asked)]
    return Section(
        "at_a_glance",
        "At a glance",
        "A rising count may be a better culture of reporting: read it with the harm.",
        tuple(claims),
    )


def _reports(asked: Asked) -> Claim:
    count, source = numbers(asked, REPORTS).count, source_of(REPORTS)
    href, when = measure_href(asked, REPORTS), wording.period(asked.months)
    about = ("processes", "learning_culture", "governance")
    first = queries.first_month(asked.unit)
    if not count and not asked.outside:
        return too_little(
            f"Nothing was reported in {when}. That does not show that nothing happened: ask "
            "whether people could report and felt able to.",
            source,
            href,
            about=about,
        )
    said = f"{opening(many(asked, count, 'incident'))} {were(asked, count)} reported in {when}"
    if first is None or first >= asked.months[0]:
        compared = "there is nothing before to compare with"
    else:
        before = numbers(asked, REPORTS, asked.before).count
        compared = f"{many(asked, before, 'incident')} in {wording.period(asked.before)}"
    sentence = f"{said}; {compared}."
    if not asked.outside and 0 < count < FEWEST:
        sentence += " So few show no pattern by themselves."
    return Claim(sentence, Strength.COUNTED, source, href, about=about)


def _harm(asked: Asked) -> list[Claim]:
    found = []
    for code, sentence, nothing in (
        (
            "harm_share",
            "Moderate or worse harm came to someone in {share} of the reports.",
            "No report says how much harm came of it, so nothing can be said about harm.",
        ),
        (
            "early_signals",
            "Near misses and concerns were {share} of the reports: learning without harm.",
            "Nothing was reported, so there is no share of near misses and concerns.",
        ),
    ):
        number = numbers(asked, code)
        found.append(
            share(
                asked, number.count, number.of, sentence, nothing=nothing,
                source=source_of(code), href=measure_href(asked, code),
                about=("outcomes", "learning_culture"),
            )
        )  # fmt: skip
    return found


@section("themes")
def themes(asked: Asked, _: Meeting | None) -> Section:
    """The thematic analysis: what incidents have in common, against the months before."""
    rows = by_theme(asked)
    total = numbers(asked, REPORTS).count
    claims: list[Claim] = []
    if not rows:
        claims.append(
            too_little(
                f"No theme was given to any of the {plural(total, 'incident')}: there is no "
                "thematic analysis yet."
                if total
                else "Nothing was reported, so there is nothing to analyse.",
                "Themes given at triage",
                f"/measures/reports/?unit={asked.unit.pk}",
            )
        )
    for theme, now, before in rows[:3]:
        claims.append(_theme_claim(asked, theme, now, before))
    claims += _signals(asked)
    table = Table(
        "Themes",
        ("Theme", "Incidents", "In the months before, on average"),
        tuple(
            Row(
                (theme.name, f"{now:,}", f"{before:.1f}"),
                f"/themes/{theme.code}/?unit={asked.unit.pk}",
            )
            for theme, now, before in rows[:SHOWN]
        ),
    )
    return Section(
        "themes",
        "What incidents have in common",
        "An incident may have several themes. Ask what in the system each has in common.",
        tuple(claims),
        (table,) if rows else (),
    )


PAST = 6


def by_theme(asked: Asked) -> list[tuple[Theme, int, float]]:
    """(theme, incidents now, average of as many months in the half year before), most first."""
    first = asked.months[0]
    past = [m for m in months_back(PAST, first) if (queries.first_month(asked.unit) or first) <= m]
    now = _theme_numbers(asked, asked.months)
    before = _theme_numbers(asked, past)
    known = {
        str(theme.pk): theme for theme in Theme.objects.filter(organisation=asked.organisation_id)
    }
    scale = len(asked.months) / len(past) if past else 0.0
    found = [
        (known[value], number.count, before[value].count * scale if value in before else 0.0)
        for value, number in now.items()
        if value in known and number.count
    ]
    return sorted(found, key=lambda row: (-row[1], row[0].name))


def _theme_numbers(asked: Asked, months: Sequence[dt.date]) -> dict[str, Number]:
    if not months:
        return {}
    of = Dimension.THEME.value
    return dict(queries.by_value(asked.unit, [of], measures()[REPORTS], months).get(of, {}))


def _theme_claim(asked: Asked, theme: Theme, now: int, before: float) -> Claim:
    href = f"/themes/{theme.code}/?unit={asked.unit.pk}"
    said = f"“{theme.name}” was a theme of {plural(now, 'incident')}"
    if now < FEWEST:
        return too_little(
            f"{said}: too few to tell a pattern from chance.", "Themes given at triage", href
        )
    compared = (
        f", {before:.1f} on average before" if before else ", and of none in the months before"
    )
    return Claim(f"{said}{compared}.", Strength.COUNTED, "Themes given at triage", href)


def _signals(asked: Asked) -> list[Claim]:
    """Signals raised in the days, about nothing restricted, and what became of them."""
    rows = Signal.objects.filter(**asked.here(), **asked.within("raised_at"))
    rows = rows.filter(incident__restricted=False) | rows.filter(incident__isnull=True)
    found = list(rows.select_related("theme").order_by("raised_at", "pk")[:SHOWN])
    if not found:
        return [
            Claim(
                "No signal was raised: nothing stood out beyond what chance explains.",
                Strength.CHARTED,
                "Signals",
                "/signals/",
            )
        ]
    return [
        Claim(
            f"{signal.get_kind_display()}: {_begins(signal.explanation)} {_decided(signal, asked)}",
            Strength.COUNTED if signal.kind in OF_RECORDS else Strength.CHARTED,
            "Signal",
            f"/signals/{signal.pk}/",
            incident=signal.incident_id,
        )
        for signal in found
    ]


def _begins(explanation: str) -> str:
    """The first two sentences: what it is about, and the numbers."""
    return f"{'. '.join(explanation.split('. ')[:2]).rstrip('.')}."


def _decided(signal: Signal, asked: Asked) -> str:
    if signal.decided_at is None or signal.decided_at > asked.at:
        return "Nobody has decided on it yet."
    if signal.status == SignalStatus.DISMISSED:
        return "It was dismissed, with a reason."
    return f"It was accepted: {signal.get_way_display().lower()}."
