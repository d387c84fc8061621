"""What people type of what was counted before a change and since, one form a comparison."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.access.models import User
from goldthread.analytics.effect import BETWEEN, FROZEN, WINDOWS
from goldthread.domain.verification import operations
from goldthread.domain.verification.operations import Said
from goldthread.interchange.importing.values.dates import NotADateError, read_moment
from goldthread.web import forms
from goldthread.web.verification.effects import unit_of

MOST_FIGURES = 300
_FIGURE = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)


class CountsForm(forms.Form):
    """Events and exposure before and since, and where they come from."""

    before_events = forms.NumberField("Counted before the change", max_value=10**9, width=10)
    before_exposure = forms.AmountField("Over how much, before", width=10)
    after_events = forms.NumberField("Counted since the change", max_value=10**9, width=10)
    after_exposure = forms.AmountField("Over how much, since", width=10)
    after_until = forms.DateField("Last day counted", past=True)
    by_month = forms.TextField(
        "Month by month before the change, if you have it",
        hint="Oldest first, such as 2, 0, 1, 3. It shows whether the change followed a bad spell.",
        max_length=1000,
        optional=True,
    )
    source = forms.LongTextField(
        "Where do the figures come from?",
        hint="So that someone else could count them again.",
        missing="Say where the figures come from",
        rows=3,
        max_length=1000,
    )

    def __init__(self, *args: Any, need: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = unit_of(need.denominator) if need else ""
        for name in ("before_exposure", "after_exposure"):
            field = self.fields[name]
            assert isinstance(field, forms.AmountField)  # noqa: S101 - declared above
            field.display["suffix"] = unit

    def clean_by_month(self) -> list[int]:
        """Whole numbers, parted by commas or spaces."""
        parts = _parts(self.cleaned_data["by_month"])
        if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in parts):
            raise ValidationError("Write whole numbers with commas between, such as 2, 0, 1, 3")
        return [int(one) for one in parts]

    def compare(self, plan: Any, *, by: User, chosen_because: str) -> Any:
        """Compare and keep the answer."""
        return operations.record_effect(
            plan, by=by, chosen_because=chosen_because, **self.cleaned_data
        )


class _SaidForm(forms.Form):
    """Until when, and from where; declared last so that they stand below what was counted."""

    def said(self, by: User, chosen_because: str) -> Said:
        given = self.cleaned_data
        return Said(given["source"], by, given["after_until"], chosen_because)


class GapsForm(_SaidForm):
    """The day of each event, in both times."""

    days = forms.LongTextField(
        "The day of each event, from the first day of the baseline on",
        hint="One a line, such as 3 October 2026 or 3/10/2026. Leave out the time between the "
        "baseline and the change.",
        missing="Give the day of each event",
        rows=8,
        max_length=10_000,
    )
    after_until = forms.DateField("Last day looked at", past=True)
    source = forms.LongTextField(
        "Where do the figures come from?",
        hint="So that someone else could count them again.",
        missing="Say where the figures come from",
        rows=3,
        max_length=1000,
    )

    def __init__(self, *args: Any, need: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def clean_days(self) -> list[dt.date]:
        """A day a line; several on one line may be parted by semicolons or commas."""
        lines = re.split(r"[\n;,]+", self.cleaned_data["days"])
        found = [_day(line.strip()) for line in lines if line.strip()]
        if len(found) > MOST_FIGURES:
            raise ValidationError(
                f"{len(found)} events are not rare: compare counts before and since instead"
            )
        return found

    def compare(self, plan: Any, *, by: User, chosen_because: str) -> Any:
        """Compare and keep the answer."""
        days = self.cleaned_data["days"]
        return operations.record_gaps(plan, days, self.said(by, chosen_because))


class ChartForm(_SaidForm):
    """A figure a month, before the change and since."""

    before = forms.LongTextField(
        "Month by month before the change",
        hint="Oldest first, such as 2, 0, 1, 3. Twelve months or more make limits that hold.",
        missing="Give the months before the change",
        rows=3,
        max_length=4000,
    )
    since = forms.LongTextField(
        "Month by month since the change",
        hint="Whole months only, oldest first.",
        missing="Give the months since the change",
        rows=3,
        max_length=4000,
    )
    after_until = forms.DateField("Last day counted", past=True)
    source = forms.LongTextField(
        "Where do the figures come from?",
        hint="So that someone else could count them again.",
        missing="Say where the figures come from",
        rows=3,
        max_length=1000,
    )

    def __init__(self, *args: Any, need: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if need and need.share:
            hint = "The share of each month in per cent, oldest first, such as 62, 58.5, 70."
            self.fields["before"].help_text = self.fields["since"].help_text = hint

    def clean_before(self) -> list[float]:
        """Numbers, parted by commas or spaces."""
        return _figures(self.cleaned_data["before"])

    def clean_since(self) -> list[float]:
        """As before."""
        return _figures(self.cleaned_data["since"])

    def compare(self, plan: Any, *, by: User, chosen_because: str) -> Any:
        """Compare and keep the answer."""
        given = self.cleaned_data
        said = self.said(by, chosen_because)
        return operations.record_against_baseline(plan, given["before"], given["since"], said)


FORMS: dict[str, Any] = {WINDOWS: CountsForm, BETWEEN: GapsForm, FROZEN: ChartForm}


def _parts(typed: str) -> list[str]:
    return [one for one in re.split(r"[\s,;]+", typed) if one]


def _figures(typed: str) -> list[float]:
    parts = _parts(typed)
    wrong = next((one for one in parts if not _FIGURE.fullmatch(one)), None)
    if wrong is not None:
        raise ValidationError(f"“{wrong[:30]}” is not a number. Write numbers such as 2, 0, 1.5, 3")
    if len(parts) > MOST_FIGURES:
        raise ValidationError(f"Give at most {MOST_FIGURES} months")
    return [float(one) for one in parts]


def _day(typed: str) -> dt.date:
    try:
        found = read_moment(typed, False)
    except NotADateError:
        found = None
    if found is None or found.unread:
        raise ValidationError(
            f"“{typed[:40]}” is not a day. Write days such as 3 October 2026 or 3/10/2026"
        )
    return found.on
