"""What people type of measures and of what was counted."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.domain.insight.measures.definitions import measures
from goldthread.domain.verification.operations import Measure
from goldthread.domain.verification.terms import Denominator, Direction
from goldthread.web import forms
from goldthread.web.verification.effects import unit_of


class MeasureForm(forms.Form):
    """What is measured, written down before the change."""

    measure_code = forms.SelectField(
        "Is it counted by Goldthread?",
        (),
        hint="Choose it here if it is; otherwise it is counted by hand.",
        optional=True,
    )
    measure = forms.TextField("What is counted?", hint="For example, visits missed.")
    event = forms.LongTextField(
        "What counts as one?",
        hint="So that two people would count the same.",
        rows=3,
        max_length=1000,
    )
    denominator = forms.ChoiceField("What is it counted over?", Denominator.choices)
    direction = forms.ChoiceField("Which way is better?", Direction.choices, inline=True)
    baseline_from = forms.DateField("First day of the baseline")
    baseline_until = forms.DateField(
        "Last day of the baseline", hint="Before the change goes live."
    )
    check_on = forms.DateField("First check", hint="When you will look whether it worked.")
    worthwhile = forms.NumberField(
        "By how much should it change to be worth having?",
        hint="50 is a halving of what should become fewer.",
        missing="Enter how much change is worth having",
        suffix="%",
        min_value=1,
        max_value=99,
        width=3,
    )
    amends_because = forms.LongTextField(
        "Why does the measure have to be amended?",
        hint="The first wording and this reason are both shown wherever the result is.",
        missing="Say why the measure has to be amended",
        rows=3,
        max_length=1000,
    )

    def __init__(self, *args: Any, amends: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.code, one.label) for one in measures().values() if one.direction != "neutral"]
        self.offer("measure_code", [("", "No, by hand"), *known])
        if not amends:
            del self.fields["amends_because"]

    @property
    def measure_typed(self) -> Measure:
        """The measure as typed."""
        said = dict(self.cleaned_data)
        worthwhile = 1 - said.pop("worthwhile") / 100
        return Measure(worthwhile=worthwhile, **said)


class EffectForm(forms.Form):
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
        parts = [one for one in re.split(r"[\s,;]+", self.cleaned_data["by_month"]) if one]
        if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in parts):
            raise ValidationError("Write whole numbers with commas between, such as 2, 0, 1, 3")
        return [int(one) for one in parts]

    @property
    def figures(self) -> dict[str, Any]:
        """What the operation takes."""
        return dict(self.cleaned_data)
