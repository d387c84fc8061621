"""Forms of packs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from goldthread.domain.governance.packs.operations import Period
from goldthread.domain.governance.packs.terms import MOST_WORDS, OF_A_THEME, Definition, Every
from goldthread.domain.insight.measures.terms import months_back, quarters_back
from goldthread.domain.insight.measures.wording import period
from goldthread.web import forms

MONTHS_OFFERED = 24
QUARTERS_OFFERED = 8
YEARS_OFFERED = 4


class DraftForm(forms.Form):
    """Which unit and days a pack is about, or which incident or theme."""

    unit = forms.SelectField("Unit", [], optional=True, unmarked=True)
    period = forms.SelectField("Days", [], optional=True, unmarked=True)
    theme = forms.SelectField("Theme", [], optional=True, unmarked=True)
    incident = forms.TextField(
        "Incident", hint="Its reference", optional=True, unmarked=True, max_length=30, width=20
    )

    def __init__(
        self,
        *args: Any,
        definition: Definition,
        units: list[tuple[str, str]],
        themes: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.definition = definition
        if definition.every == Every.NONE:
            del self.fields["unit"], self.fields["period"], self.fields["theme"]
            return
        del self.fields["incident"]
        if definition.code in OF_A_THEME:
            self.offer("theme", themes)
            self.fields["theme"].required = True
        else:
            del self.fields["theme"]
        self.offer("unit", units)
        self.offer("period", periods(definition.every, timezone.localdate()))
        self.fields["unit"].required = self.fields["period"].required = True

    @property
    def chosen(self) -> Period:
        """The days chosen."""
        since, until = self.cleaned_data["period"].split("_")
        return Period(dt.date.fromisoformat(since), dt.date.fromisoformat(until))


def periods(every: str, today: dt.date) -> list[tuple[str, str]]:
    """The stretches of time that are over, the latest first, as `first_last` and in words."""
    return [(f"{months[0]}_{_end(months[-1])}", period(months)) for months in _spans(every, today)]


def _spans(every: str, today: dt.date) -> list[tuple[dt.date, ...]]:
    if every == Every.MONTH:
        return [(month,) for month in reversed(months_back(MONTHS_OFFERED, today))]
    quarters = quarters_back(QUARTERS_OFFERED, today)
    if every == Every.QUARTER:
        return list(reversed(quarters))
    ends = list(reversed(quarters))[:YEARS_OFFERED]
    return [tuple(months_back(12, one[-1] + relativedelta(months=1))) for one in ends]


def _end(month: dt.date) -> dt.date:
    return month + relativedelta(months=1, days=-1)


class WordsForm(forms.Form):
    words = forms.LongTextField(
        "What you say of it",
        optional=True,
        unmarked=True,
        rows=10,
        max_length=MOST_WORDS,
        hint="Your words stand above the figures. The figures themselves cannot be changed.",
    )


class DiscardForm(forms.Form):
    reason = forms.LongTextField("Why is it thrown away?", rows=3, max_length=2_000)
