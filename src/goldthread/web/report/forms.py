"""The questions of a report, one form a page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldthread.domain.incidents.terms import (
    AgeBracket,
    PersonKind,
    PhysicalHarm,
    Potential,
    Precision,
    PsychologicalHarm,
)
from goldthread.web import forms
from goldthread.web.report.answers import Answers, Typed
from goldthread.web.report.months import read_month

MIDDAY = dt.time(12)


class StepForm(forms.Form):
    """A page of the report. Made from what is posted, or shows what the draft holds.

    `domain_fields` says at which of its fields a refusal of the domain belongs. A public page
    carries no token that names who is signed in.
    """

    domain_fields: dict[str, str] = {}

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        self.answers = answers
        self.prefilled = False
        super().__init__(*args, **kwargs)
        self.fit()

    def fit(self) -> None:
        """Drop or fill what depends on the draft."""

    def offer(self, name: str, choices: list[tuple[str, str]], **display: Any) -> None:
        """Give a field its choices, and display options of this form alone."""
        field: Any = self.fields[name]
        field.choices = choices
        # a display is shared by every form of the class, so it is replaced and not changed
        field.display = field.display | display

    @classmethod
    def shown_to(cls, request: HttpRequest, answers: Answers, step: str) -> StepForm:
        """What was typed before, over a sign-in or on an earlier visit; never with errors."""
        form = cls.of(request, answers=answers)
        if form.restored is None and (typed := answers.typed(step)) is not None:
            form = cls(typed, request=request, answers=answers)
            form.prefilled = True
        return form

    def full_clean(self) -> None:
        if self.prefilled:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    @property
    def tokens(self) -> SafeString:
        if self.answers.channel.signed_in:
            return super().tokens
        assert self.request is not None  # noqa: S101 - a public page is always made for a request
        html = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        return format_html(html, get_token(self.request))


class SafeForm(StepForm):
    unsafe = forms.YesNoField(
        "Is anyone unsafe now?",
        heading=True,
        hint="Someone is hurt, missing, at risk of harm, or a danger has not been dealt with.",
        missing="Say whether anyone is unsafe now",
    )


class PlaceFields(StepForm):
    """Which team: chosen by staff, in their own words for others, not asked when a link says it."""

    unit = forms.SelectField("Which team or service?", [])
    proposed_unit = forms.TextField(
        "Which team or service was it?",
        optional=True,
        hint="As much as you know, for example the place you visit or who comes to see you.",
    )
    domain_fields = {"unit": "unit"}

    def fit(self) -> None:
        preset, teams = self.answers.held.get("preset"), self.answers.held.get("teams")
        if preset or not teams:
            del self.fields["unit"]
        else:
            self.offer("unit", [(str(pk), name) for pk, name in teams])
            self.fields["unit"].initial = str(self.answers.held.get("unit") or "")
        if preset or teams:
            del self.fields["proposed_unit"]


class AlertForm(PlaceFields):
    unsafe_what = forms.LongTextField(
        "Who is unsafe, and what is happening?",
        hint="A few words are enough. You can tell the rest afterwards.",
        rows=4,
        missing="Say in a few words who is unsafe and why, so that the on-call can act",
        max_length=4000,
    )
    domain_fields = {"unsafe_what": "unsafe_what", "narrative": "unsafe_what", "unit": "unit"}
    field_order = ["unsafe_what", "unit", "proposed_unit"]


class KindForm(StepForm):
    event_type = forms.ChoiceField(
        "What are you reporting?", [], heading=True, missing="Choose what you are reporting"
    )

    def fit(self) -> None:
        kinds = self.answers.channel.kinds
        choices = [(code, label) for code, (label, _) in kinds.items()]
        hints = {code: hint for code, (_, hint) in kinds.items()}
        self.offer("event_type", choices, hints=hints)
        if self.answers.channel.for_family:
            self.fields["event_type"].label = "What do you want to tell us about?"


class WhatForm(StepForm):
    narrative = forms.LongTextField(
        "What happened?",
        heading=True,
        rows=10,
        hint="In your own words and in the order it happened. Write “the person” or “the nurse” "
        "rather than names.",
        missing="Tell us what happened, in your own words. A few sentences are enough",
    )
    domain_fields = {"narrative": "narrative"}


DAYS = [
    ("today", "Today"),
    ("yesterday", "Yesterday"),
    ("earlier", "On another day"),
    ("month", "I know only the month"),
    ("unknown", "I do not know when"),
]


class WhenForm(StepForm):
    day = forms.ChoiceField(
        "When did it happen?",
        DAYS,
        heading=True,
        reveals={"earlier": ["occurred_on"], "month": ["occurred_month"]},
        missing="Say when it happened, or choose “I do not know when”",
    )
    occurred_on = forms.DateField("The date it happened", optional=True, unmarked=True)
    occurred_month = forms.TextField(
        "The month and year", optional=True, unmarked=True, hint="For example, 3 2026", width=10
    )
    time = forms.TimeField(
        "What time?", optional=True, hint="For example, 14:05. Leave it empty if you do not know."
    )
    about = forms.CheckField("The time is a guess, within an hour or so", optional=True)
    noticed = forms.ChoiceField(
        "When was it noticed?",
        [("then", "At the time"), ("later", "Later")],
        optional=True,
        inline=False,
        reveals={"later": ["noticed_on", "noticed_time"]},
    )
    noticed_on = forms.DateField("The date it was noticed", optional=True, unmarked=True)
    noticed_time = forms.TimeField("The time it was noticed", optional=True)
    domain_fields = {"occurred_at": "day", "discovered_at": "noticed_on"}

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if "day" in found and not self.errors:
            found["occurred_at"], found["occurred_precision"] = self._occurred(found)
            found["discovered_at"], found["discovered_precision"] = self._noticed(found)
        return found

    def _occurred(self, found: dict[str, Any]) -> tuple[dt.datetime | None, str]:
        today = timezone.localdate()
        if found["day"] == "unknown":
            return None, Precision.UNKNOWN
        if found["day"] == "month":
            return self._month(found), Precision.MONTH
        days = {"today": today, "yesterday": today - dt.timedelta(days=1)}
        day = days.get(found["day"]) or found.get("occurred_on")
        if day is None:
            self.add_error("occurred_on", "Enter the date it happened")
            return None, Precision.DAY
        time = found.get("time")
        if time is None:
            return _moment(day, None), Precision.DAY
        return _moment(day, time), Precision.ABOUT if found.get("about") else Precision.EXACT

    def _month(self, found: dict[str, Any]) -> dt.datetime | None:
        first = read_month(found.get("occurred_month", ""))
        if first is None:
            words = "Enter the month and year, for example 3 2026 or March 2026"
            self.add_error("occurred_month", words)
            return None
        return _moment(first, MIDDAY)

    def _noticed(self, found: dict[str, Any]) -> tuple[dt.datetime | None, str]:
        if found.get("noticed") != "later":
            return None, ""
        if found.get("noticed_on") is None:
            self.add_error("noticed_on", "Enter the date it was noticed")
            return None, ""
        time = found.get("noticed_time")
        return _moment(found["noticed_on"], time), Precision.EXACT if time else Precision.DAY


def _moment(day: dt.date, time: dt.time | None) -> dt.datetime:
    """A time of day here; the middle of the day when none is known, now at the latest."""
    moment = timezone.make_aware(dt.datetime.combine(day, time or MIDDAY))
    return moment if time else min(moment, max(timezone.now(), _begin(day)))


def _begin(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


class WhereForm(PlaceFields):
    location = forms.TextField(
        "Where did it happen?", optional=True, hint="For example, at home, in clinic, by phone."
    )
    pathway = forms.SelectField("Pathway", [], optional=True)
    service_model = forms.SelectField("Kind of service", [], optional=True)
    field_order = ["unit", "proposed_unit", "location", "pathway", "service_model"]

    def fit(self) -> None:
        super().fit()
        for kind in ("pathway", "service_model"):
            choices = self.answers.held.get("tags", {}).get(kind, [])
            if choices and self.answers.channel.signed_in:
                self.offer(kind, [("", "Not sure"), *((str(k), n) for k, n in choices)])
            else:
                del self.fields[kind]
        if self.answers.alerted:  # the alert has gone to this team already
            self.fields.pop("unit", None)
            self.fields.pop("proposed_unit", None)


class AnyoneForm(StepForm):
    anyone = forms.ChoiceField(
        "Was anyone harmed or upset?",
        [("no", "No, nobody"), ("yes", "Yes, or I am not sure")],
        heading=True,
        hint="People using the service, family, staff or anyone else. In body or in mind.",
        missing="Say whether anyone was harmed or upset",
    )


PHYSICAL_HINTS = {
    PhysicalHarm.NONE: "No injury or illness from it.",
    PhysicalHarm.LOW: "Minor: first aid, extra observation or one extra visit.",
    PhysicalHarm.MODERATE: "Needed more treatment or longer care, or limits what they can do for a while.",
    PhysicalHarm.SEVERE: "Needed life-saving help, lasting damage, or shortens their life.",
}
MENTAL_HINTS = {
    PsychologicalHarm.NONE: "No distress beyond the moment.",
    PsychologicalHarm.LOW: "Distress that needed a talk or an extra contact.",
    PsychologicalHarm.MODERATE: "Distress for weeks, extra help needed, or daily life disturbed for a while.",
    PsychologicalHarm.SEVERE: "Distress for six months or more, or daily life badly disturbed.",
}


class PersonForm(StepForm):
    kind = forms.ChoiceField("Who was it?", PersonKind.choices)
    physical_harm = forms.ChoiceField(
        "Harm to their body, as far as you know",
        [*PhysicalHarm.choices, ("", "I do not know")],
        hints=PHYSICAL_HINTS,
        optional=True,
        unmarked=True,
    )
    psychological_harm = forms.ChoiceField(
        "Harm to their mind, as far as you know",
        [*PsychologicalHarm.choices, ("", "I do not know")],
        hints=MENTAL_HINTS,
        optional=True,
        unmarked=True,
    )
    age_bracket = forms.SelectField(
        "Their age", [("", "Not sure"), *AgeBracket.choices[:-1]], optional=True
    )
    name = forms.TextField(
        "Their name",
        optional=True,
        hint="Kept locked away: only those who look after this incident can see it.",
    )
    record_number = forms.TextField("Their record number", optional=True, width=20)

    def fit(self) -> None:
        if self.answers.channel.for_family:
            for name in ("record_number", "age_bracket"):
                del self.fields[name]
            self.offer("kind", FAMILY_PERSONS)


FAMILY_PERSONS = [
    (PersonKind.PERSON_SERVED.value, "Me, or the person who uses the service"),
    (PersonKind.FAMILY.value, "A family member or carer"),
    (PersonKind.STAFF.value, "A member of staff"),
    (PersonKind.OTHER.value, "Someone else"),
]


class MorePeopleForm(StepForm):
    another = forms.YesNoField(
        "Was anyone else harmed or upset?", missing="Say whether anyone else was harmed or upset"
    )


class PotentialForm(StepForm):
    potential_harm = forms.ChoiceField(
        "How bad could it have been?",
        Potential.choices,
        heading=True,
        hint="The worst that could really have come of it.",
        missing="Choose how bad it could have been",
    )


class DoneForm(StepForm):
    what = forms.LongTextField(
        "What was done straight away?",
        heading=True,
        rows=4,
        max_length=4000,
        optional=True,
        hint="To keep people safe or to help them. Leave it empty if nothing was.",
    )
    done_by = forms.TextField(
        "Who did it?", optional=True, hint="A role is enough, for example the duty worker."
    )


SEQUENCE_ROWS = 5


class SequenceForm(StepForm):
    """A few rows of when and what; the rows left empty are ignored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, SEQUENCE_ROWS + 1):
            self.fields[f"at_{row}"] = forms.TextField(
                f"Step {row}: when?", optional=True, unmarked=True, width=20, max_length=60
            )
            self.fields[f"what_{row}"] = forms.TextField(
                f"Step {row}: what happened?", optional=True, unmarked=True, max_length=500
            )

    def rows(self) -> list[tuple[str, str]]:
        """When and what of each row that says something."""
        found = self.cleaned_data
        pairs = [
            (found.get(f"at_{row}", ""), found.get(f"what_{row}", ""))
            for row in range(1, SEQUENCE_ROWS + 1)
        ]
        return [pair for pair in pairs if pair[1]]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        for row in range(1, SEQUENCE_ROWS + 1):
            if found.get(f"at_{row}") and not found.get(f"what_{row}"):
                self.add_error(f"what_{row}", f"Say what happened at step {row}")
        return found


class MoreForm(StepForm):
    """Questions that only this kind of event raises, each answered or left."""

    themes = forms.ChecksField(
        "Did any of these play a part?",
        [],
        optional=True,
        hint="Suggested by words you used. Tick those that fit; a person decides later.",
    )

    def fit(self) -> None:
        asked = self.answers.held.get("asked", [])
        for code, question, why in asked:
            self.fields[code] = forms.LongTextField(
                question, hint=why, optional=True, rows=3, max_length=2000
            )
        suggested = self.answers.held.get("suggested", [])
        hints = {str(pk): f"You wrote “{words}”." for pk, _, words in suggested}
        self.offer("themes", [(str(pk), name) for pk, name, _ in suggested], hints=hints)
        if not suggested or self.answers.channel.for_family:
            del self.fields["themes"]


class YouForm(StepForm):
    reporter_name = forms.TextField("Your name", optional=True, autocomplete="name")
    reporter_contact = forms.TextField(
        "How can we reach you?",
        optional=True,
        hint="A telephone number or an email address.",
    )
    reporter_relationship = forms.TextField(
        "Who are you to the person?",
        optional=True,
        hint="For example, myself, mother, partner, friend.",
        max_length=80,
    )


class NameForm(StepForm):
    """Whose name goes with the report."""

    route = forms.ChoiceField(
        "Who may know it was you?",
        [
            ("signed_in", "Those who handle the report"),
            ("confidential", "Only the patient-safety team"),
            ("anonymous", "Nobody"),
        ],
        heading=True,
        hints={
            "signed_in": "Your name is shown with the report.",
            "confidential": "Your name is kept from your manager, your team and everyone else.",
            "anonymous": "Your name is not stored at all. You get a code to follow your report.",
        },
    )


class FilesForm(StepForm):
    """Files from the device, and on a phone straight from its camera."""

    photograph = forms.FilesField(
        "Take a photograph", optional=True, unmarked=True, accept="image/*", capture="environment"
    )
    files = forms.FilesField(  # type: ignore[assignment]  # moved into `fields` by the form's class
        "Photographs or files",
        optional=True,
        unmarked=True,
        hint="Photographs, PDF and office documents, up to 10 MB each. The place and time hidden "
        "in a photograph are removed.",
        accept="image/*,.pdf,.docx,.xlsx,.odt,.ods,.txt,.csv",
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not self.errors and not self.chosen:
            self.add_error("files", "Choose a file")
        return found

    @property
    def chosen(self) -> list[Any]:
        """Every file, wherever it came from."""
        return [*self.cleaned_data.get("photograph", []), *self.cleaned_data.get("files", [])]


def check(form_class: type[StepForm], answers: Answers, typed: Typed) -> StepForm:
    """A page made again from what the draft holds, with its errors worked out."""
    form = form_class(MultiValueDict(typed), answers=answers)
    form.is_valid()
    return form
