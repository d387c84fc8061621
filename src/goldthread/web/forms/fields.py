"""Fields that say in plain words what is wrong, and how each is shown.

Each takes `label`, `hint` (shown under it), `optional` and its own display options; `kind` names
the macro of `components/fields.html` that draws it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldthread.web.forms.widgets import ManyFiles

_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
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


class AmountField(Shown, forms.FloatField):
    """A number more than 0 that may have decimals, such as 12, 1,200 or 4.5."""

    def __init__(self, label: str, *, max_value: float = 1e9, **options: Any) -> None:
        self.words = f"{label} must be a number more than 0, such as 12 or 4.5"
        wrong = dict.fromkeys(("invalid", "max_value"), self.words)
        options.setdefault("error_messages", wrong)
        options.setdefault("width", 5)
        options.setdefault("inputmode", "decimal")
        # Shown as text: a number input would refuse the comma of 1,200 without a word.
        super().__init__(label, max_value=max_value, widget=forms.TextInput, **options)

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if "," in text and not _THOUSANDS.fullmatch(text):
            raise ValidationError(self.words)
        number = forms.FloatField.to_python(self, text.replace(",", ""))
        if number is not None and number <= 0:
            raise ValidationError(self.words)
        return number


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
