"""Sending the Monday message of those who lead teams."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.governance.team_week.queries import TeamWeek, leaders, team_week
from goldthread.notices.operations import send
from goldthread.notices.timing import preferences

BEGINS = 7  # o'clock on Monday
LATEST = 2  # Wednesday: a worker that was away on Monday still sends it, later it is stale
KIND = "team_week"


def tell_teams(at: dt.datetime | None = None) -> int:
    """Send each leader their week once, from Monday at seven; returns how many were told."""
    at = at or timezone.now()
    local = timezone.localtime(at)
    if local.weekday() > LATEST or (local.weekday() == 0 and local.hour < BEGINS):
        return 0
    monday = local.date() - dt.timedelta(days=local.weekday())
    people = list(leaders())
    wanted = preferences(people)
    return sum(_tell(one, monday, at) for one in people if wanted[one.pk].team_week)


def _tell(person: User, monday: dt.date, at: dt.datetime) -> bool:
    key = f"{KIND}:{monday}"
    if person.notices.filter(key=key).exists():
        return False
    week = team_week(person, at)
    if week.empty:
        return False
    places = ", ".join(unit.name for unit in week.units)
    sent = send(
        [person],
        KIND,
        subject="Your teams this week",
        body=f"Teams: {places}.",
        lines=[{"words": words, "link": link} for words, link in said(week)],
        link="/my-work/team/",
        key=key,
        by_itself=True,
        at=at,
    )
    return bool(sent)


def said(week: TeamWeek) -> list[tuple[str, str]]:
    """Each count in words, with the list behind it; nothing is said of what is not there."""
    counts = (
        (week.late, "past its day", "past their day", "/my-work/team/"),
        (week.due, "due this week", "due this week", "/my-work/team/"),
        (
            week.unverified,
            "action complete and not verified",
            "actions complete and not verified",
            "/actions/?view=all&state=complete",
        ),
        (week.missed, "meeting missed", "meetings missed", "/meetings/"),
    )
    return [
        (f"{many:,} {one if many == 1 else several}", link)
        for many, one, several, link in counts
        if many
    ]
