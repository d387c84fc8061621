"""Who was harmed or upset, and how badly."""

from __future__ import annotations

from goldthread.domain.incidents.terms import (
    AgeBracket,
    PersonKind,
    PhysicalHarm,
    PsychologicalHarm,
)
from goldthread.web import forms
from goldthread.web.report.forms.step import StepForm


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


FAMILY_PERSONS = [
    (PersonKind.PERSON_SERVED.value, "Me, or the person who uses the service"),
    (PersonKind.FAMILY.value, "A family member or carer"),
    (PersonKind.STAFF.value, "A member of staff"),
    (PersonKind.OTHER.value, "Someone else"),
]


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


class MorePeopleForm(StepForm):
    another = forms.YesNoField(
        "Was anyone else harmed or upset?", missing="Say whether anyone else was harmed or upset"
    )
