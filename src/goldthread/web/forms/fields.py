"""Fields that say in plain words what is wrong, and how each is shown.

Each takes `label`, `hint` (shown under it), `optional` and its own display options; `kind` names
the macro of `components/fields.html` that draws it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from goldthread.web.forms.widgets import DateWidget, ManyFiles
from goldthread.web.words import date as in_words

Choices = Iterable[tuple[Any, str]] | Callable[[], Iterable[tuple[Any, str]]]


class Shown(forms.Field):
    """What the macros read from a field besides Django's own attributes."""

    kind = "text"

    def __init__(
        self, label: str, *, hint: str = "", optional: bool = False, **options: Any
    ) -> None:
        self.display = {name: options.pop(name) for name in DISPLAY & options.keys()}
        missing = options.pop("missing", "") or self.missing_words(label)
        messages = {"required": missing, **options.pop("error_messages", {})}
        super().__init__(
            label=label, help_text=hint, required=not optional, error_messages=messages, **options
        )

    def missing_words(self, label: str) -> str:
        return f"Enter {_lower(label)}"


# width: input size in characters. rows: of a text area. heading: the label is the page's heading.
# inline: choices side by side. hints: {code: hint}. reveals: {code: [names of fields]}.
# unmarked: no "(optional)" beside the label. prefix, suffix: beside the input. legend: small, medium or large. divider: "or" before this code.
DISPLAY = {
    "width", "rows", "heading", "inline", "hints", "reveals", "prefix", "suffix", "size",
    "divider", "autocomplete", "accept", "small", "inputmode", "capture", "hidden_label",
    "unmarked",
}  # fmt: skip


def _lower(label: str) -> str:
    """A label inside a sentence: `Date of birth` → `date of birth`, `NHS number` stays."""
    text = label.rstrip("?")
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


class TextField(Shown, forms.CharField):
    """One line. `max_length` is checked with words."""

    def __init__(self, label: str, *, max_length: int = 200, **options: Any) -> None:
        self.limit = max_length
        super().__init__(label, **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            over = len(value) - self.limit
            raise ValidationError(
                f"{self.label} must be {self.limit:,} characters or fewer. "
                f"Shorten it by {over:,} {'character' if over == 1 else 'characters'}."
            )


class LongTextField(TextField):
    """Several lines with a count of what is left; line breaks are kept."""

    kind = "textarea"
    widget = forms.Textarea

    def __init__(self, label: str, *, max_length: int = 20_000, **options: Any) -> None:
        super().__init__(label, max_length=max_length, **options)

    def to_python(self, value: Any) -> str:
        # Browsers send CRLF and count one: count as the person does.
        return str(super().to_python(value)).replace("\r\n", "\n")


class EmailField(Shown, forms.EmailField):
    """An address; spelled wrong says how it should look."""

    def __init__(self, label: str, **options: Any) -> None:
        words = "Enter an email address like name@example.org"
        options.setdefault("error_messages", {"invalid": words})
        options.setdefault("width", 30)
        super().__init__(label, **options)


class NumberField(Shown, forms.IntegerField):
    """A whole number between `min_value` and `max_value`."""

    def __init__(
        self, label: str, *, min_value: int = 0, max_value: int = 1_000_000, **options: Any
    ) -> None:
        words = f"{label} must be a whole number between {min_value:,} and {max_value:,}"
        wrong = dict.fromkeys(("invalid", "min_value", "max_value"), words)
        options.setdefault("error_messages", wrong)
        options.setdefault("width", 5)
        options.setdefault("inputmode", "numeric")
        super().__init__(label, min_value=min_value, max_value=max_value, **options)


class _Choosing(Shown):
    def __init__(self, label: str, choices: Choices, **options: Any) -> None:
        wrong = {"invalid_choice": "Choose one of the answers shown"}
        options.setdefault("error_messages", wrong)
        super().__init__(label, choices=choices, **options)

    def missing_words(self, label: str) -> str:
        return f"Answer “{label}”" if label.endswith("?") else f"Choose {_lower(label)}"


class ChoiceField(_Choosing, forms.ChoiceField):
    """Radios, nothing chosen for the person beforehand."""

    kind = "radios"
    widget = forms.RadioSelect


class SelectField(_Choosing, forms.ChoiceField):
    """A drop-down, for more than about eight answers; begins with an empty one."""

    kind = "select"


class ChecksField(_Choosing, forms.MultipleChoiceField):
    """Checkboxes; none chosen is an empty list."""

    kind = "checks"
    widget = forms.CheckboxSelectMultiple

    def missing_words(self, label: str) -> str:
        return "Choose at least one answer"


class CheckField(Shown, forms.BooleanField):
    """One checkbox."""

    kind = "check"

    def missing_words(self, label: str) -> str:
        return f"Tick the box: {_lower(label)}"


class YesNoField(ChoiceField):
    """Yes or no, as True, False, or None where it is optional and not answered."""

    def __init__(self, label: str, **options: Any) -> None:
        options.setdefault("inline", not options.get("reveals"))
        super().__init__(label, [("yes", "Yes"), ("no", "No")], **options)

    def clean(self, value: Any) -> bool | None:
        chosen = super().clean(value)
        return None if chosen == "" else chosen == "yes"

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


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


class FileField(Shown, forms.FileField):
    """One file. Type and content are judged by `evidence`; `accept` only helps the person choose."""

    kind = "file"

    def __init__(self, label: str, **options: Any) -> None:
        options.setdefault("error_messages", {"empty": "The file is empty. Choose another one"})
        super().__init__(label, **options)

    def missing_words(self, label: str) -> str:
        return "Choose a file"


class FilesField(FileField):
    """Several files; gives a list, empty where none was chosen."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, (list, tuple)) else [data]
        files = [one for one in given if one]
        if not files:
            super().clean(None, initial)
        return [super(FilesField, self).clean(one, initial) for one in files]
