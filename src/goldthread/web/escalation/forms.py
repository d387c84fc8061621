"""What people type to record a sign, what follows it, and its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks.queries import after
from goldthread.clocks.terms import TimeUnit
from goldthread.domain.actions.queries import possible_owners
from goldthread.domain.registers.escalation.operations import Seen, StepUpAsked, Watch
from goldthread.domain.registers.escalation.terms import Contact, Finding, Precision, Stage
from goldthread.web import forms
from goldthread.web.candour.forms import moment

NEXT = [
    ("met", "The threshold is met: step up"),
    ("watch", "Not met: monitor, with a threshold, a person and a time"),
    ("note", "Not met, and nothing more is needed now"),
]


class MomentForm(forms.Form):
    """A form that asks for times: `<name>_on` and `<name>_time` of each of `moments`."""

    def at(self, name: str) -> dt.datetime | None:
        """The moment given in two fields; midday where only the day is known."""
        day = self.cleaned_data.get(f"{name}_on")
        return moment(day, self.cleaned_data.get(f"{name}_time")) if day else None


def now_in_fields(name: str) -> dict[str, Any]:
    """The present as two fields show it."""
    now = timezone.localtime()
    return {f"{name}_on": now.date(), f"{name}_time": now.time().replace(second=0, microsecond=0)}


class PeopleForm(MomentForm):
    """A form that names people who work here."""

    people: dict[str, User]

    def offer_people(self, organisation_id: int, *names: str, first: str = "Choose") -> None:
        self.people = {str(one.pk): one for one in possible_owners(organisation_id)}
        named = [("", first), *((key, one.name) for key, one in self.people.items())]
        for name in names:
            self.offer(name, named)


class SignForm(PeopleForm):
    """A sign observed in someone, and what follows."""

    indicator = forms.ChoiceField("What did you see or hear?", [])
    seen = forms.ChoiceField(
        "When?",
        [("now", "Just now"), ("earlier", "Earlier")],
        reveals={"earlier": ["observed_on", "observed_time", "about"]},
        inline=True,
    )
    observed_on = forms.DateField("Day", past=True, optional=True, unmarked=True)
    observed_time = forms.TimeField("Time", optional=True, unmarked=True)
    about = forms.CheckField("I am not sure of the time", optional=True, unmarked=True)
    note = forms.LongTextField(
        "What was it, in a few words?",
        hint="What was seen or heard, not who it is about.",
        max_length=2000,
        rows=2,
        optional=True,
    )
    following = forms.ChoiceField(
        "What happens now?",
        NEXT,
        reveals={
            "met": ["who", "step_up", "within_amount", "within_unit"],
            "watch": ["threshold", "owner", "recheck_on", "recheck_time"],
        },
    )
    who = forms.SelectField("Who steps up?", [], optional=True, unmarked=True)
    step_up = forms.TextField(
        "What is the step-up?",
        hint="Leave empty for what the sign leads to. Needed where it leads to nothing yet.",
        max_length=300,
        optional=True,
        unmarked=True,
    )
    within_amount = forms.NumberField(
        "Within", hint="Leave empty for the sign’s own time.", max_value=1000, width=3,
        optional=True, unmarked=True,
    )  # fmt: skip
    within_unit = forms.SelectField(
        "Counted in", [("", "Choose"), *TimeUnit.choices], optional=True, unmarked=True
    )
    threshold = forms.LongTextField(
        "At what point do you step up?",
        hint="Something anyone could tell: how many, how long, which words.",
        max_length=1000,
        rows=2,
        optional=True,
        unmarked=True,
    )
    owner = forms.SelectField("Who watches?", [], optional=True, unmarked=True)
    recheck_on = forms.DateField("When do they look again? Day", optional=True, unmarked=True)
    recheck_time = forms.TimeField("Time", optional=True, unmarked=True)

    def __init__(
        self, *args: Any, versions: Iterable[Any], organisation_id: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(one.pk): one for one in versions}
        hints = {key: _leads_to(one) for key, one in self.versions.items()}
        choices = [(key, one.name) for key, one in self.versions.items()]
        self.offer("indicator", choices, hints=hints)
        self.offer_people(organisation_id, "who", "owner")
        self.offer("who", [("", "I do"), *((k, p.name) for k, p in self.people.items())])

    @cached_property
    def observed(self) -> Seen:
        """What was observed; "just now" is the moment it is sent."""
        said = self.cleaned_data
        about = said["seen"] == "earlier" and (said["about"] or said["observed_time"] is None)
        earlier = self.at("observed") if said["seen"] == "earlier" else None
        return Seen(
            self.versions[said["indicator"]],
            earlier or timezone.now(),
            said["following"] == "met",
            said["note"],
            Precision.ABOUT if about else Precision.EXACT,
        )

    @property
    def asked(self) -> StepUpAsked | None:
        """What the step-up is, where the threshold is met."""
        said = self.cleaned_data
        if said["following"] != "met":
            return None
        amount, unit = said["within_amount"], said["within_unit"]
        due_at = after(self.observed.observed_at, amount, unit) if amount and unit else None
        return StepUpAsked(self.people.get(said["who"]), said["step_up"], due_at)

    @property
    def watch(self) -> Watch | None:
        """The decision to monitor, whole or not: the domain says what it lacks."""
        said = self.cleaned_data
        if said["following"] != "watch":
            return None
        return Watch(said["threshold"], self.people.get(said["owner"]), self.at("recheck"))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        missing = said.get("seen") == "earlier" and not said.get("observed_on")
        if missing and "observed_on" not in self.errors:
            self.add_error("observed_on", "Enter the day it was seen")
        return said


def _leads_to(version: Any) -> str:
    """The threshold of a sign, and what it leads to."""
    if not version.mapped:
        return f"{version.threshold} No step-up is defined yet.".strip()
    within = f"{version.within_amount:,} {version.get_within_unit_display()}"
    return f"{version.threshold} Leads to: {version.step_up}, within {within}."


class RecordForm(SignForm):
    """A sign, with whom it is about."""

    person = forms.TextField(
        "Record number, NHS number or reference",
        hint="For example, P-00042. A name finds nobody here.",
        max_length=40,
        width=20,
        autocomplete="off",
    )
    field_order = ("person",)


class WatchForm(PeopleForm):
    """A decision to monitor."""

    threshold = forms.LongTextField(
        "At what point do you step up?",
        hint="Something anyone could tell: how many, how long, which words.",
        max_length=1000,
        rows=2,
        optional=True,
        unmarked=True,
    )
    owner = forms.SelectField("Who watches?", [], optional=True, unmarked=True)
    recheck_on = forms.DateField("When do they look again? Day", optional=True, unmarked=True)
    recheck_time = forms.TimeField("Time", optional=True, unmarked=True)

    def __init__(self, *args: Any, organisation_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_people(organisation_id, "owner")

    @property
    def watch(self) -> Watch:
        said = self.cleaned_data
        return Watch(said["threshold"], self.people.get(said["owner"]), self.at("recheck"))


class RecheckForm(WatchForm):
    """What someone found when they looked again."""

    finding = forms.ChoiceField(
        "What did you find?",
        Finding.choices,
        reveals={Finding.SAME: ["threshold", "owner", "recheck_on", "recheck_time"]},
    )
    result = forms.LongTextField("In a few words", max_length=2000, rows=3)
    field_order = ("finding", "result")


class DoneForm(MomentForm):
    """A step-up that was done."""

    what = forms.LongTextField(
        "What was done?",
        hint="For example: seen at home by the duty worker, safety plan changed.",
        max_length=2000,
        rows=3,
    )
    done_on = forms.DateField("Day it was done", past=True)
    done_time = forms.TimeField("Time it was done")


class ReviewForm(forms.Form):
    """A senior's account of a delay: both are needed."""

    rationale = forms.LongTextField(
        "Rationale",
        hint="What stood in the way, and what was decided about this person now?",
        max_length=4000,
        rows=5,
    )
    learning = forms.LongTextField(
        "Learning",
        hint="What should change so that the next step-up is in time? Write no names.",
        max_length=4000,
        rows=5,
    )


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = forms.LongTextField("Reason", max_length=2000, rows=3)


class IncidentForm(forms.Form):
    """The incident an episode belongs to."""

    incident = forms.TextField(
        "Incident", hint="Its number, for example INC-26-00042.", max_length=20, width=20
    )


class CrisisForm(MomentForm):
    """A crisis for the log."""

    person = forms.TextField(
        "Record number, NHS number or reference",
        hint="For example, P-00042. A name finds nobody here.",
        max_length=40,
        width=20,
        autocomplete="off",
    )
    happened_on = forms.DateField("Day of the crisis", past=True)
    happened_time = forms.TimeField("Time", optional=True)
    contact = forms.ChoiceField("How did it come to notice?", Contact.choices)
    stage = forms.ChoiceField(
        "At which stage did escalation come?",
        Stage.choices,
        hint="Late is in the crisis or after it.",
    )
    note = forms.LongTextField(
        "What happened, in a few words", max_length=2000, rows=2, optional=True
    )


class FreezeForm(forms.Form):
    """A cohort to freeze for a measurement."""

    unit = forms.SelectField("Which teams?", [])
    name = forms.TextField(
        "Name of the measurement", hint="For example, “Before the new escalation tool”.",
        max_length=120,
    )  # fmt: skip
    counts_from_on = forms.DateField(
        "Count crises from",
        hint="The first day of the time before the change. Crises of these people are counted "
        "from then on, before and after.",
        past=True,
    )

    def __init__(self, *args: Any, units: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {str(unit.pk): unit for unit in units}
        self.offer("unit", [(key, unit.name) for key, unit in self._units.items()])

    @property
    def chosen(self) -> Any:
        """The unit of a valid form."""
        return self._units[self.cleaned_data["unit"]]


class DefinitionForm(forms.Form):
    """Who is in the high-risk cohort."""

    indicators = forms.NumberField(
        "Different indicators with their threshold met", min_value=0, max_value=20, width=2
    )
    days = forms.NumberField("Within how many days", min_value=0, max_value=730, width=3)
    flagged_too = forms.CheckField(
        "People whom a senior flagged with a reason count too", optional=True, unmarked=True
    )
    because = forms.LongTextField("Why is it drawn there?", max_length=1000, rows=3)


class IndicatorForm(forms.Form):
    """An indicator with its step-up and timescale."""

    name = forms.TextField("Name", max_length=120, optional=True, unmarked=True)
    meaning = forms.LongTextField("What is seen or heard", max_length=1000, rows=2, optional=True)
    threshold = forms.TextField(
        "At what point to step up", hint="So that anyone could tell.", max_length=300, optional=True
    )
    step_up = forms.TextField(
        "What is done then",
        hint="Leave it empty until it is agreed; the indicator is then listed and chased.",
        max_length=300,
        optional=True,
    )
    within_amount = forms.NumberField("Within", max_value=1000, width=3, optional=True)
    within_unit = forms.SelectField(
        "Counted in", [("", "Choose"), *TimeUnit.choices], optional=True
    )
    source_text = forms.LongTextField("Where it comes from", max_length=1000, rows=2, optional=True)
    retired = forms.CheckField(
        "No longer in use", hint="It stays on what was observed.", optional=True, unmarked=True
    )
