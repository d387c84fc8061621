"""Thematic analysis: which themes were reported most, beside the period before (row 111)."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta

from goldthread.access.terms import Permission
from goldthread.domain.governance.forums.agenda import Line, Period, source
from goldthread.domain.governance.forums.models import Forum
from goldthread.domain.governance.forums.terms import Every
from goldthread.domain.incidents.models import Theme
from goldthread.domain.insight.measures.definitions import measures
from goldthread.domain.insight.measures.queries.tallies import Number, by_value
from goldthread.domain.insight.measures.terms import Dimension, month_of

MOST = 5
MONTHS = {Every.WEEKLY: 1, Every.MONTHLY: 1, Every.QUARTERLY: 3}


@source(
    "themes",
    "Thematic analysis",
    "What lies behind it, is it the same system factor, and what would change it?",
    needs=Permission.MEASURES_VIEW,
)
def leading_themes(forum: Forum, period: Period) -> list[Line]:
    """The themes reported most in the last whole months, with the months before them.

    A rising count may be a better culture of reporting: the line says so and takes no side.
    """
    many = MONTHS[Every(forum.every)]
    months = _months_before(period.until, many)
    now = _reports(forum, months)
    before = _reports(forum, [one - relativedelta(months=many) for one in months])
    names = {str(one.pk): one for one in Theme.objects.filter(organisation=forum.organisation_id)}
    ranked = sorted(now.items(), key=lambda row: (-row[1].count, row[0]))
    return [
        _line(names[value], number.count, before[value].count if value in before else 0, many)
        for value, number in ranked[:MOST]
        if value in names and number.count
    ]


def _reports(forum: Forum, months: list[dt.date]) -> dict[str, Number]:
    theme = Dimension.THEME.value
    return by_value(forum.unit, [theme], measures()["reports"], months).get(theme, {})


def _months_before(at: dt.datetime, many: int) -> list[dt.date]:
    this = month_of(at)
    return [this - relativedelta(months=back) for back in range(many, 0, -1)]


def _line(theme: Theme, now: int, before: int, many: int) -> Line:
    span = "month" if many == 1 else f"{many} months"
    return Line(
        title=theme.name,
        facts=(
            (f"Reports in the last whole {span}", f"{now:,}"),
            (f"In the {span} before", f"{before:,}"),
            ("To read with it", "More reports can mean that people speak up more."),
        ),
        link=f"/themes/{theme.code}/",
    )
