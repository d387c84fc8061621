"""What an administrator says about a forum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from goldthread.access.terms import ROLE_CHOICES
from goldthread.domain.governance.forums.agenda import SOURCES
from goldthread.domain.governance.forums.operations import Terms
from goldthread.domain.governance.forums.terms import (
    CARRIED_OVER,
    Every,
    QuarterMonth,
    Week,
    Weekday,
)
from goldthread.web import forms


def _codes(choices: Iterable[tuple[int, str]]) -> list[tuple[str, str]]:
    return [(str(code), label) for code, label in choices]


class ForumForm(forms.Form):
    """Terms, chair, rhythm and agenda."""

    name = forms.TextField("Name", max_length=120)
    purpose = forms.LongTextField(
        "What is it for?",
        hint="Its terms of reference, in a few sentences.",
        max_length=4000,
        rows=4,
    )
    unit = forms.SelectField("For which unit?", [], missing="Choose a unit")
    chair_role = forms.SelectField(
        "Whose work is it, while no chair is named?", ROLE_CHOICES, missing="Choose a role"
    )
    chair = forms.SelectField("Chair", [], optional=True)
    quorum = forms.NumberField("How many have to be there?", min_value=0, max_value=50)
    every = forms.ChoiceField(
        "How often?",
        Every.choices,
        reveals={Every.MONTHLY: ["week"], Every.QUARTERLY: ["quarter_week", "month"]},
    )
    week = forms.SelectField("Which one of the month?", _codes(Week.choices), optional=True,
                             unmarked=True)  # fmt: skip
    quarter_week = forms.SelectField("Which one of that month?", _codes(Week.choices),
                                     optional=True, unmarked=True)  # fmt: skip
    month = forms.SelectField("In which months?", _codes(QuarterMonth.choices), optional=True,
                              unmarked=True)  # fmt: skip
    weekday = forms.SelectField("On which day?", _codes(Weekday.choices))
    time = forms.TimeField("At what time?")
    agenda = forms.ChecksField("What stands on the agenda?", [])
    reports_to = forms.TextField(
        "Where are its minutes reported?", hint="For example, the quality committee.",
        max_length=160, optional=True,
    )  # fmt: skip

    def __init__(self, *args: Any, units: Iterable[Any], people: Iterable[Any], **options: Any):
        super().__init__(*args, **options)
        self.units = {str(unit.pk): unit for unit in units}
        self.people = {str(person.pk): person for person in people}
        self.offer("unit", [(pk, unit.name) for pk, unit in self.units.items()])
        self.offer("chair", [("", "Nobody yet"), *((k, p.name) for k, p in self.people.items())])
        self.offer(
            "agenda",
            [(code, one.label) for code, one in SOURCES.items()],
            hints={code: one.ask for code, one in SOURCES.items()},
        )

    @property
    def chosen_unit(self) -> Any:
        """The unit that was chosen."""
        return self.units[self.cleaned_data["unit"]]

    def terms(self, before: Terms | None) -> Terms:
        """The forum's terms; members stay, and chosen sections keep their order."""
        said = self.cleaned_data
        order = [*(before.agenda if before else ()), CARRIED_OVER, *SOURCES]
        week = said["quarter_week"] if said["every"] == Every.QUARTERLY else said["week"]
        made = Terms(
            name=said["name"],
            purpose=said["purpose"],
            chair_role=said["chair_role"],
            chair=self.people.get(said["chair"]),
            quorum=said["quorum"],
            every=said["every"],
            weekday=int(said["weekday"]),
            week=int(week or Week.FIRST),
            month=int(said["month"] or QuarterMonth.FIRST),
            time=said["time"],
            agenda=tuple(dict.fromkeys(code for code in order if code in said["agenda"])),
            reports_to=said["reports_to"],
        )
        return replace(made, members=before.members) if before else made


class MemberForm(forms.Form):
    """One more member."""

    members = forms.SelectField("Who?", [], missing="Choose who joins")

    def __init__(self, *args: Any, people: Iterable[Any], **options: Any):
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person in people}
        self.offer("members", [("", "Choose"), *((k, p.name) for k, p in self.people.items())])
