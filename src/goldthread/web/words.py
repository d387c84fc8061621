"""How pages say dates, times, lengths of time and counts, in plain English."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone
from django.utils.html import escape
from markupsafe import Markup

from goldthread.analytics.counts import plural as plural
from goldthread.analytics.months import in_words

_STEPS = (
    ("minute", dt.timedelta(minutes=1), dt.timedelta(hours=1)),
    ("hour", dt.timedelta(hours=1), dt.timedelta(days=2)),
    ("day", dt.timedelta(days=1), dt.timedelta(days=60)),
    ("month", dt.timedelta(days=30.44), dt.timedelta(days=730)),
    ("year", dt.timedelta(days=365.25), dt.timedelta.max),
)


def _local(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def date(value: dt.date | None) -> str:
    """`21 November 2026`; empty for None."""
    if value is None:
        return ""
    return in_words(_local(value))


def time(value: dt.datetime | dt.time | None) -> str:
    """`14:05`, in local time; empty for None."""
    if value is None:
        return ""
    moment = value if isinstance(value, dt.time) else _local(value)
    return f"{moment:%H:%M}"


def when(value: dt.datetime | None) -> str:
    """`21 November 2026 at 14:05`; empty for None."""
    return "" if value is None else f"{date(value)} at {time(value)}"


def length(span: dt.timedelta) -> str:
    """`3 hours`: a length of time in its largest sensible unit, rounded down; never negative."""
    span = abs(span)
    for unit, step, limit in _STEPS:
        if span < limit:
            return plural(int(span / step), unit)
    raise AssertionError("every span is shorter than the last limit")


def ago(value: dt.datetime, now: dt.datetime | None = None) -> str:
    """`3 hours ago`, or `just now` within a minute."""
    span = (now or timezone.now()) - value
    return "just now" if abs(span) < dt.timedelta(minutes=1) else f"{length(span)} ago"


def until(value: dt.datetime, now: dt.datetime | None = None) -> str:
    """`in 3 hours`, `now`, or `2 days late`."""
    span = value - (now or timezone.now())
    if abs(span) < dt.timedelta(minutes=1):
        return "now"
    return f"in {length(span)}" if span > dt.timedelta() else f"{length(span)} late"


def paragraphs(text: str | None) -> Markup:
    """Typed text as escaped paragraphs: a blank line starts one, a single break is kept."""
    parts = re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n").strip())
    shown = (escape(part.strip()).replace("\n", "<br>") for part in parts if part.strip())
    return Markup("".join(f"<p>{part}</p>" for part in shown))  # noqa: S704 - escaped above


BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)


def browser(user_agent: str) -> str:
    """`Firefox on Windows`, from what a browser says about itself."""
    name = next((name for sign, name in BROWSERS if sign in user_agent), "A browser")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return f"{name} on {system}" if system else name


FILTERS = {
    "browser": browser,
    "date": date,
    "time": time,
    "when": when,
    "ago": ago,
    "until": until,
    "plural": plural,
    "paragraphs": paragraphs,
}
