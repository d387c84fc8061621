"""When it happened and when it was noticed, as exactly as the reporter knows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.domain.incidents.terms import (
    Precision,
)
from goldthread.web import forms
from goldthread.web.report.forms.step import StepForm
from goldthread.web.report.months import read_month

MIDDAY = dt.time(12)


DAYS = [
    ("today", "Today"),
    ("yesterday", "Yesterday"),
    ("earlier", "On another day"),
    ("month", "I know only the month"),
    ("unknown", "I do not know when"),
]


class WhenForm(StepForm):
    day = forms.ChoiceField(
        "When did it happen?",
        DAYS,
        heading=True,
        reveals={"earlier": ["occurred_on"], "month": ["occurred_month"]},
        missing="Say when it happened, or choose “I do not know when”",
    )
    occurred_on = forms.DateField("The date it happened", optional=True, unmarked=True)
    occurred_month = forms.TextField(
        "The month and year", optional=True, unmarked=True, hint="For example, 3 2026", width=10
    )
    time = forms.TimeField(
        "What time?", optional=True, hint="For example, 14:05. Leave it empty if you do not know."
    )
    about = forms.CheckField("The time is a guess, within an hour or so", optional=True)
    noticed = forms.ChoiceField(
        "When was it noticed?",
        [("then", "At the time"), ("later", "Later")],
        optional=True,
        inline=False,
        reveals={"later": ["noticed_on", "noticed_time"]},
    )
    noticed_on = forms.DateField("The date it was noticed", optional=True, unmarked=True)
    noticed_time = forms.TimeField("The time it was noticed", optional=True)
    domain_fields = {"occurred_at": "day", "discovered_at": "noticed_on"}

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if "day" in found and not self.errors:
            found["occurred_at"], found["occurred_precision"] = self._occurred(found)
            found["discovered_at"], found["discovered_precision"] = self._noticed(found)
        return found

    def _occurred(self, found: dict[str, Any]) -> tuple[dt.datetime | None, str]:
        today = timezone.localdate()
        if found["day"] == "unknown":
            return None, Precision.UNKNOWN
        if found["day"] == "month":
            return self._month(found), Precision.MONTH
        days = {"today": today, "yesterday": today - dt.timedelta(days=1)}
        day = days.get(found["day"]) or found.get("occurred_on")
        if day is None:
            self.add_error("occurred_on", "Enter the date it happened")
            return None, Precision.DAY
        time = found.get("time")
        if time is None:
            return _moment(day, None), Precision.DAY
        return _moment(day, time), Precision.ABOUT if found.get("about") else Precision.EXACT

    def _month(self, found: dict[str, Any]) -> dt.datetime | None:
        first = read_month(found.get("occurred_month", ""))
        if first is None:
            words = "Enter the month and year, for example 3 2026 or March 2026"
            self.add_error("occurred_month", words)
            return None
        return _moment(first, MIDDAY)

    def _noticed(self, found: dict[str, Any]) -> tuple[dt.datetime | None, str]:
        if found.get("noticed") != "later":
            return None, ""
        if found.get("noticed_on") is None:
            self.add_error("noticed_on", "Enter the date it was noticed")
            return None, ""
        time = found.get("noticed_time")
        return _moment(found["noticed_on"], time), Precision.EXACT if time else Precision.DAY


def _moment(day: dt.date, time: dt.time | None) -> dt.datetime:
    """A time of day here; the middle of the day when none is known, now at the latest."""
    moment = timezone.make_aware(dt.datetime.combine(day, time or MIDDAY))
    return moment if time else min(moment, max(timezone.now(), _begin(day)))


def _begin(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
