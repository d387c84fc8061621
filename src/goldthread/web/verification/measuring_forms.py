"""What people type of measures."""

from __future__ import annotations

from typing import Any

from goldthread.domain.insight.measures.definitions import measures
from goldthread.domain.verification.operations import Measure
from goldthread.domain.verification.terms import Denominator, Direction
from goldthread.web import forms


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
