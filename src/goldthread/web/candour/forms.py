"""What people type about openness. Fields are named as the domain's refusals name them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from goldthread.decision_tools.definition import Passed
from goldthread.domain.candour.terms import (
    LONG_FIELDS,
    MERGE_FIELDS,
    AttemptResult,
    ContactHow,
    ContactOutcome,
    LetterStep,
    Party,
    Relationship,
    SentHow,
    ToldHow,
)
from goldthread.letters.merging import fields_of
from goldthread.web import forms

PARTIES = [choice for choice in Party.choices if choice[0] != Party.NOBODY]


def moment(day: dt.date | None, at: dt.time | None) -> dt.datetime | None:
    """A day and perhaps a time as one moment; without a time it is noon, or now if that is later."""
    if day is None:
        return None
    if at is None and day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(dt.datetime.combine(day, at or dt.time(12)))


def people(users: Iterable[Any]) -> list[tuple[str, str]]:
    """Choices of people by name, with an empty first answer."""
    return [("", "Choose a person"), *((str(user.pk), user.name) for user in users)]


class OpinionForm(forms.Form):
    """Whose opinion a decision is and why; and words beside each answer where they help."""

    professional = forms.TextField(
        "Which healthcare professional's opinion is this?",
        hint="Name and profession. It may be you.",
        missing="Give the name and profession of the healthcare professional",
    )
    reason = forms.LongTextField(
        "Why?",
        hint="A sentence or two. “No” needs its reason as much as “yes”.",
        missing="Say why",
        rows=4,
    )
    next_decider = forms.SelectField(
        "Who will decide?", (), missing="Choose who will decide", optional=True, unmarked=True
    )
    next_decision_on = forms.DateField("By when?", future=True, optional=True, unmarked=True)

    def __init__(
        self,
        *args: Any,
        path: tuple[Passed, ...],
        deciders: Iterable[Any],
        open_still: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if open_still:
            self.offer("next_decider", people(deciders))
        else:
            del self.fields["next_decider"], self.fields["next_decision_on"]
        self.because = [f"because__{passed.question.id}" for passed in path]
        for passed, name in zip(path, self.because, strict=True):
            self.fields[name] = forms.LongTextField(
                f"{passed.question.text} {passed.answer.label}",
                optional=True,
                rows=2,
            )

    @property
    def reasons(self) -> dict[str, str]:
        """Question id → what shows the answer."""
        return {
            name.removeprefix("because__"): self.cleaned_data[name]
            for name in self.because
            if self.cleaned_data.get(name)
        }


class PersonForm(forms.Form):
    person_relationship = forms.ChoiceField("Who is to be told?", Relationship.choices)
    person_name = forms.TextField("Their name", missing="Enter the name of the person to be told")
    person_basis = forms.TextField(
        "What lets them act for the person affected?",
        hint="Only where someone acts for them: for example next of kin, or a deputy for health "
        "and welfare.",
        optional=True,
    )
    person_contact = forms.LongTextField(
        "How can they be reached?", optional=True, rows=2, hint="Kept encrypted."
    )
    person_needs = forms.LongTextField(
        "What do they need?",
        optional=True,
        rows=2,
        hint="For example an interpreter, large print, an advocate, a time of day.",
    )
    lead = forms.SelectField(
        "Who leads the contact with them?",
        (),
        hint="One named person until this is finished.",
        missing="Choose who leads the contact",
    )

    def __init__(self, *args: Any, leads: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("lead", people(leads))


class TellForm(forms.Form):
    happened_at = forms.DateField("When were they told?", past=True)
    happened_time = forms.TimeField("At what time?", optional=True)
    told_how = forms.ChoiceField(
        "How?",
        ToldHow.choices,
        hint="The regulation says in person.",
        reveals={"video": ["told_how_why"]},
    )
    told_how_why = forms.TextField("Why by video?", optional=True, unmarked=True)
    account = forms.LongTextField(
        "What account were they given?",
        hint="A true account of all the facts known on that day.",
        optional=True,
        unmarked=True,
    )
    enquiries = forms.LongTextField(
        "What were they told about further enquiries?", optional=True, unmarked=True, rows=4
    )
    apology = forms.LongTextField(
        "How did you say sorry?",
        hint="An expression of sorrow or regret. It is not an admission of liability.",
        optional=True,
        unmarked=True,
        rows=3,
    )


class SupportForm(forms.Form):
    support_offered = forms.LongTextField(
        "What support was offered?",
        hint="For example an interpreter, an advocate, emotional support, help with a complaint.",
        optional=True,
        unmarked=True,
        rows=4,
    )
    support_taken = forms.LongTextField("What of it was taken up?", optional=True, rows=3)


class AttemptForm(forms.Form):
    happened_at = forms.DateField("When did you try?", past=True)
    happened_time = forms.TimeField("At what time?", optional=True)
    tried_by = forms.TextField("Who tried?")
    how = forms.ChoiceField("How?", ContactHow.choices, small=True)
    result = forms.ChoiceField("What came of it?", AttemptResult.choices, small=True)
    note = forms.LongTextField("Anything else?", optional=True, rows=3)


class EndForm(forms.Form):
    contact_outcome = forms.ChoiceField("Why does contact end?", ContactOutcome.choices)
    contact_note = forms.LongTextField(
        "What is known of the person's wishes, and when will you look at this again?",
        hint="Not wanting contact is a choice. Someone who changes their mind is told at any time.",
        optional=True,
        unmarked=True,
        rows=4,
    )


class ResumeForm(forms.Form):
    reason = forms.LongTextField("What has changed?", optional=True, unmarked=True, rows=3)


class EngageForm(forms.Form):
    """A conversation, or why there was none."""

    engaged = forms.YesNoField(
        "Was anyone engaged with?",
        reveals={
            "yes": [
                "party",
                "engaged_at",
                "engaged_time",
                "engaged_by",
                "how",
                "said",
                "questions",
            ],
            "no": ["not_engaged_because"],
        },
    )
    party = forms.ChoiceField("With whom?", PARTIES, optional=True, unmarked=True, small=True)
    engaged_at = forms.DateField("When?", past=True, optional=True, unmarked=True)
    engaged_time = forms.TimeField("At what time?", optional=True)
    engaged_by = forms.TextField("Who spoke with them?", optional=True, unmarked=True)
    how = forms.ChoiceField("How?", ContactHow.choices, optional=True, unmarked=True, small=True)
    said = forms.LongTextField(
        "What did they say?",
        hint="In their words where you can.",
        optional=True,
        unmarked=True,
        rows=5,
    )
    questions = forms.LongTextField(
        "What questions did they ask?", hint="One on each line.", optional=True, rows=3
    )
    not_engaged_because = forms.LongTextField(
        "Why not?",
        hint="For example that nobody was affected, or that the person asked us not to.",
        optional=True,
        unmarked=True,
        rows=3,
    )


class QuestionForm(forms.Form):
    text = forms.LongTextField("What do they want to know?", rows=3, optional=True, unmarked=True)


class AnswerForm(forms.Form):
    answer = forms.LongTextField("The answer they were given", optional=True, rows=5)
    unanswered_because = forms.LongTextField("Or why it cannot be answered", optional=True, rows=3)


class MergeForm(forms.Form):
    """The fields of one template, begun from what the record knows; empty ones stay blanks."""

    def __init__(self, *args: Any, subject: str, body: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in fields_of(subject, body):
            label = MERGE_FIELDS[name][:1].upper() + MERGE_FIELDS[name][1:]
            kind = forms.LongTextField if name in LONG_FIELDS else forms.TextField
            self.fields[name] = kind(label, optional=True, unmarked=True)


class LetterForm(forms.Form):
    recipient = forms.TextField("To", optional=True, unmarked=True)
    subject = forms.TextField("Subject", missing="Enter a subject")
    text = forms.LongTextField("Letter", rows=28, missing="Write the letter")


class SendForm(forms.Form):
    sent_how = forms.ChoiceField("How was it sent?", SentHow.choices)
    sent_on = forms.DateField("When was it sent?", past=True)


class TemplateForm(forms.Form):
    name = forms.TextField("Name of the template", max_length=160)
    step = forms.ChoiceField("What is it for?", LetterStep.choices, small=True)
    subject = forms.TextField("Subject")
    body = forms.LongTextField(
        "Text",
        hint="Fields in double curly brackets, such as {{ recipient_name }}, are filled in from "
        "the record or by the writer.",
        rows=28,
    )
