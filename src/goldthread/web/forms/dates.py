"""Days and times as people type them; what was typed stays, even when it makes no sense."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from goldthread.web.forms.fields import ChoiceField, Choices, Shown
from goldthread.web.forms.widgets import DateWidget
from goldthread.web.words import date as in_words


class DateField(Shown):
    """A day in three boxes; what was typed stays, even when there is no such day.

    `past`: not after today. `future`: not before today. `after`, `before`: a day or a function
    giving one, with `after_words` and `before_words` saying which day that is, for example
    "the service began".
    """

    kind = "date"
    widget = DateWidget

    def __init__(self, label: str, *, past: bool = False, future: bool = False,
                 after: Any = None, after_words: str = "", before: Any = None,
                 before_words: str = "", **options: Any) -> None:  # fmt: skip
        self.past, self.future = past, future
        self.after, self.after_words = after, after_words
        self.before, self.before_words = before, before_words
        super().__init__(label, **options)

    def to_python(self, value: Any) -> dt.date | None:
        if value is None or isinstance(value, dt.date):
            return value
        parts = {name: str(part).strip() for name, part in zip(PARTS, value, strict=True)}
        absent = [name for name, part in parts.items() if not part]
        if len(absent) == 3:
            return None
        if absent:
            raise ValidationError(f"{self.label} must include a {' and a '.join(absent)}")
        return self._day(parts)

    def _day(self, parts: dict[str, str]) -> dt.date:
        month = _month(parts["month"])
        if month is None or not parts["day"].isdecimal() or not parts["year"].isdecimal():
            raise ValidationError(f"{self.label} must be a real date, for example 27 3 2026")
        if len(parts["year"]) != 4:
            raise ValidationError("Year must include 4 numbers, for example 2026")
        try:
            return dt.date(int(parts["year"]), month, int(parts["day"]))
        except ValueError:
            shown = f"{parts['day']} {parts['month']} {parts['year']}"
            raise ValidationError(
                f"{self.label} must be a real date: there is no {shown}"
            ) from None

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value is None:
            return
        today = timezone.localdate()
        if self.past and value > today:
            raise ValidationError(f"{self.label} must be today or in the past")
        if self.future and value < today:
            raise ValidationError(f"{self.label} must be today or in the future")
        earliest, latest = _given(self.after), _given(self.before)
        if earliest and value < earliest:
            because = f", when {self.after_words}" if self.after_words else ""
            raise ValidationError(f"{self.label} must be {in_words(earliest)} or later{because}")
        if latest and value > latest:
            because = f", when {self.before_words}" if self.before_words else ""
            raise ValidationError(f"{self.label} must be {in_words(latest)} or earlier{because}")


PARTS = ("day", "month", "year")


def _given(day: Any) -> dt.date | None:
    found: dt.date | None = day() if callable(day) else day
    return found


def _month(typed: str) -> int | None:
    """A number from 1 to 12, or a month's name or its first three letters."""
    if typed.isdecimal():
        return int(typed)
    names = {dt.date(2000, n, 1).strftime("%b").lower(): n for n in range(1, 13)}
    return names.get(typed[:3].lower()) if typed.isalpha() else None


class TimeField(Shown):
    """A time of day: 14:05, 1405, 14.05 and 2:05pm are all understood."""

    kind = "time"

    def __init__(self, label: str, **options: Any) -> None:
        options.setdefault("width", 5)
        options.setdefault("hint", "For example, 14:05")
        super().__init__(label, **options)

    def to_python(self, value: Any) -> dt.time | None:
        if value in (None, "") or isinstance(value, dt.time):
            return value or None
        typed = str(value).strip().lower().replace(" ", "").replace(".", ":")
        if not typed:
            return None
        if typed.isdecimal() and len(typed) in (3, 4):
            typed = f"{typed[:-2]}:{typed[-2:]}"
        for style in ("%H:%M", "%H:%M:%S", "%I:%M%p", "%I%p"):
            try:
                return dt.datetime.strptime(typed, style).time()
            except ValueError:
                continue
        raise ValidationError(f"{self.label} must be a time, for example 14:05")

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value


class PrecisionField(ChoiceField):
    """How exactly a time is known; the codes are the domain's."""

    def __init__(
        self, choices: Choices, label: str = "How sure are you of the time?", **options: Any
    ):
        options.setdefault("small", True)
        super().__init__(label, choices, **options)
