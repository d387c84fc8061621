"""Forms of one or two fields: notes, reasons, messages, people, places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from goldthread.domain.incidents.reports import AffectedPerson, DoneAtOnce, Step
from goldthread.domain.incidents.terms import (
    AgeBracket,
    PersonKind,
    PhysicalHarm,
    Precision,
    PsychologicalHarm,
)
from goldthread.evidence.terms import ACCEPTED, CHOOSABLE
from goldthread.web import forms


def moment(day: dt.date | None, clock: dt.time | None) -> dt.datetime | None:
    """A local day and time as an aware moment; midday where the time is not known."""
    if day is None:
        return None
    return timezone.make_aware(dt.datetime.combine(day, clock or dt.time(12)))


class ReasonForm(forms.Form):
    reason = forms.LongTextField(
        "Reason", hint="It is kept with the incident and in the trail.", rows=4, max_length=5_000
    )


class AddFileForm(forms.Form):
    file = forms.FileField(
        "Photograph or file",
        hint=f"{ACCEPTED}, up to 10 MB. The place and time hidden in a photograph are removed.",
        accept=CHOOSABLE,
    )


class HowForm(forms.Form):
    how = forms.LongTextField(
        "How were people made safe?",
        hint="What was done, by whom. If a risk remains, who holds it and until when.",
    )


class FindingForm(forms.Form):
    finding = forms.LongTextField(
        "What did the clinical review find?",
        hint="What the records and the person show now, and what has to change in the plan.",
    )


class PartnerForm(forms.Form):
    how = forms.TextField(
        "Who was told, and how?",
        hint="For example: Sam at the crisis line, by telephone",
        max_length=160,
    )
    told_on = forms.DateField("Day they were told", past=True)
    told_time = forms.TimeField("Time they were told", optional=True)
    acknowledged = forms.YesNoField("Did they acknowledge it?")
    acknowledged_by = forms.TextField(
        "If they did: who there, in which role?", optional=True, max_length=200
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["told_at"] = moment(cleaned.pop("told_on", None), cleaned.pop("told_time", None))
        return cleaned


class LinkForm(forms.Form):
    email = forms.EmailField(
        "E-mail address of the person at the agency",
        hint="The link opens only with a code that goes to this address.",
    )


class AddendumForm(forms.Form):
    text = forms.LongTextField(
        "What was learned later?",
        hint="The first account stays as it was told. Leave out names that are not needed.",
    )


class MessageForm(forms.Form):
    asks = forms.ChoiceField(
        "What do you want to do?",
        [("tell", "Tell the reporter something"), ("ask", "Ask the reporter a question")],
    )
    text = forms.LongTextField(
        "Message",
        hint="Say what was decided and what changes. Do not name other people.",
        max_length=5_000,
    )


class PersonForm(forms.Form):
    kind = forms.ChoiceField("Who is it?", PersonKind.choices)
    name = forms.TextField("Name", optional=True, hint="Encrypted. Seen by few.", max_length=160)
    record_number = forms.TextField("Record number", optional=True, max_length=40, width=20)
    nhs_number = forms.TextField("NHS number", optional=True, max_length=20, width=20)
    age_bracket = forms.SelectField("Age", AgeBracket.choices, optional=True)
    physical_harm = forms.ChoiceField("Physical harm", PhysicalHarm.choices)
    psychological_harm = forms.ChoiceField("Psychological harm", PsychologicalHarm.choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        return {} if self.errors else {"person": AffectedPerson(**cleaned)}


class StepForm(forms.Form):
    what = forms.LongTextField("What happened at this point?", rows=3, max_length=2_000)
    on = forms.DateField("Day", past=True, optional=True)
    time = forms.TimeField("Time", optional=True)
    precision = forms.PrecisionField(Precision.choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return {}
        at = moment(cleaned["on"], cleaned["time"])
        return {"step": Step(cleaned["what"], at, cleaned["precision"])}


class DoneAtOnceForm(forms.Form):
    what = forms.LongTextField("What was done?", rows=3, max_length=2_000)
    done_by = forms.TextField("By whom?", optional=True, max_length=160)
    on = forms.DateField("Day", past=True, optional=True)
    time = forms.TimeField("Time", optional=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return {}
        at = moment(cleaned["on"], cleaned["time"])
        return {"action": DoneAtOnce(cleaned["what"], cleaned["done_by"], at)}


class PickForm(forms.Form):
    """A form whose choices are records: `clean` turns the codes that were sent into them."""

    def choose(self, name: str, records: Iterable[Any], words: str = "name") -> dict[str, Any]:
        """Offer the records in the field `name`; the answer is a dictionary of code to record."""
        by_code = {str(row.pk): row for row in records}
        self.offer(name, [(code, str(getattr(row, words))) for code, row in by_code.items()])
        return by_code


class ThemesForm(PickForm):
    themes = forms.ChecksField("Why does this kind of thing happen?", [], optional=True)

    def __init__(self, *args: Any, offered: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = self.choose("themes", offered)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        return {"themes": [self.offered[code] for code in cleaned.get("themes", [])]}


class PlaceForm(PickForm):
    unit = forms.SelectField("Team", [], hint="The team whose work this is about.")

    def __init__(self, *args: Any, teams: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = self.choose("unit", teams)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        return {"unit": self.teams[cleaned["unit"]]} if "unit" in cleaned else {}


class RestrictForm(PickForm):
    reason = forms.LongTextField(
        "Why is this restricted?",
        hint="For example, it is about a member of staff. Everyone named can read this.",
        rows=3,
        max_length=2_000,
    )
    viewers = forms.ChecksField(
        "Who else may see it?", [], optional=True, hint="You are named yourself.", small=True
    )

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = self.choose("viewers", people)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        return cleaned | {"viewers": [self.people[code] for code in cleaned.get("viewers", [])]}


class ViewerForm(PickForm):
    user = forms.SelectField("Who may see it?", [])

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = self.choose("user", people)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        return {"user": self.people[cleaned["user"]]} if "user" in cleaned else {}


class DuplicateForm(forms.Form):
    reference = forms.TextField(
        "Reference of the other incident",
        hint="This one is withdrawn and keeps its link to the other.",
        width=20,
        max_length=30,
    )
