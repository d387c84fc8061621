"""Lists of words and limits of time."""

from __future__ import annotations

from typing import Any

from goldthread.clocks.policies import Limits
from goldthread.clocks.terms import Source, TimeUnit
from goldthread.web import forms

UNITS = [("", "Choose"), *TimeUnit.choices]


class TagForm(forms.Form):
    """A pathway or a service model."""

    name = forms.TextField("Name", max_length=120)
    retired = forms.CheckField(
        "No longer in use", hint="It stays on the incidents that have it.", optional=True,
        unmarked=True,
    )  # fmt: skip


class CategoryForm(TagForm):
    """A category."""

    description = forms.LongTextField(
        "Help for whoever chooses", optional=True, max_length=1_000, rows=3
    )
    field_order = ("name", "description", "phrases", "retired")


class ThemeForm(CategoryForm):
    """A theme, with the words that suggest it. A built-in one cannot be retired."""

    phrases = forms.LongTextField(
        "Words that suggest it",
        hint="One on each line. Where they stand in an account the theme is suggested.",
        optional=True,
        max_length=4_000,
        rows=6,
    )

    def __init__(self, *args: Any, built_in: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if built_in and not self.data.get("retired"):
            del self.fields["retired"]


class PolicyForm(forms.Form):
    """How long something may take, and why."""

    due_amount = forms.NumberField(
        "Due within", hint="Leave empty where the source gives no figure.", optional=True,
        max_value=10_000, unmarked=True,
    )  # fmt: skip
    due_unit = forms.SelectField("Counted in", UNITS, optional=True, unmarked=True)
    words = forms.TextField(
        "Words of the source",
        hint="Where it gives no figure, for example “without delay”.",
        optional=True,
    )
    breach_amount = forms.NumberField(
        "Breached after",
        hint="Counted from the start. Leave empty where late is as late as it gets.",
        optional=True,
        max_value=10_000,
        unmarked=True,
    )
    breach_unit = forms.SelectField("Breach counted in", UNITS, optional=True, unmarked=True)
    source = forms.ChoiceField("What kind of limit is it?", Source.choices)
    source_text = forms.LongTextField("Where it comes from", max_length=2_000, rows=3)
    checked = forms.CheckField(
        "I have checked this against its source", optional=True, unmarked=True
    )

    @property
    def limits(self) -> Limits:
        """What was typed, as the domain takes it."""
        typed = dict(self.cleaned_data)
        return Limits(needs_checking=not typed.pop("checked"), **typed)
