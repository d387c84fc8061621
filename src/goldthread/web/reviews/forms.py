"""What people write in a review."""

from __future__ import annotations

from typing import Any

from goldthread import defaults
from goldthread.domain.incidents.terms import Precision, Tier
from goldthread.domain.reviews.queries import possible_leads, possible_owners
from goldthread.domain.reviews.terms import (
    METHODS_OF_TIER,
    Method,
    PatternKind,
    SeipsFactor,
)
from goldthread.web import forms

GUIDANCE = defaults.review_guidance()
RAPID_HELP = {row["code"]: row["help"] for row in GUIDANCE["rapid"]["questions"]}
METHOD_HELP = {row["code"]: row["help"] for row in GUIDANCE["methods"]}
SEIPS_HELP = {row["code"]: " ".join(row["prompts"]) for row in GUIDANCE["seips"]["factors"]}
WORK_HELP = {row["code"]: row["help"] for row in GUIDANCE["seips"]["work_as_done"]}
LENS = {row["code"]: row for row in GUIDANCE["lenses"]["items"]}
LONG = 8000


def method_questions(method: str) -> list[dict[str, str]]:
    """The questions a method asks, from the review guidance; none for the rapid one."""
    if method == Method.THEMATIC:
        return list(GUIDANCE["thematic"]["questions"])
    found = (row["questions"] for row in GUIDANCE["methods"] if row["code"] == method)
    return list(next(found, []))


class PlanForm(forms.Form):
    tier = forms.ChoiceField("Which tier?", Tier.choices)
    reason = forms.LongTextField("Why another review?", rows=3, max_length=1000)


class BeginForm(forms.Form):
    """Who leads, and by which method."""

    lead = forms.SelectField("Lead", ())
    method = forms.ChoiceField("Method", ())

    def __init__(self, *args: Any, review: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in possible_leads(review)}
        named = [(pk, person.name) for pk, person in self.people.items()]
        self.offer("lead", [("", "Choose"), *named])
        methods = [(m.value, m.label) for m in METHODS_OF_TIER[review.tier]]
        self.offer("method", methods, hints=METHOD_HELP)


class RapidForm(forms.Form):
    """The three questions, exactly."""

    what_happened = forms.LongTextField(
        "What happened?", hint=RAPID_HELP["what_happened"], rows=6, max_length=LONG, optional=True
    )
    what_should_change = forms.LongTextField(
        "What should change next time?",
        hint=RAPID_HELP["what_should_change"],
        rows=4,
        max_length=LONG,
        optional=True,
    )
    this_week = forms.LongTextField(
        "What will we implement this week?",
        hint=RAPID_HELP["this_week"],
        rows=3,
        max_length=LONG,
        optional=True,
    )
    week_owner = forms.SelectField("Who will do it?", (), optional=True)
    week_due_on = forms.DateField("By when?", hint="Within seven days.", optional=True)

    def __init__(self, *args: Any, review: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in possible_owners(review)}
        named = [(pk, person.name) for pk, person in self.people.items()]
        self.offer("week_owner", [("", "Choose"), *named])

    @property
    def changes(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said["week_owner"] = self.people.get(said["week_owner"])
        return said


class TermsForm(forms.Form):
    title = forms.TextField("Title", optional=True)
    terms_of_reference = forms.LongTextField(
        "Terms of reference",
        hint="What will be looked at, what will not, and who agreed it.",
        rows=6,
        max_length=LONG,
        optional=True,
    )

    @property
    def changes(self) -> dict[str, Any]:
        return self.cleaned_data


class GapForm(forms.Form):
    system_gap = forms.LongTextField(
        "What was the gap in the system?",
        hint="What was missing or unclear that let this happen, for anyone on that day? For "
        "example: signs were recorded, and nothing said what they lead to or by when.",
        rows=4,
        max_length=LONG,
        optional=True,
    )

    @property
    def changes(self) -> dict[str, Any]:
        return self.cleaned_data


class RightsForm(forms.Form):
    rights = forms.LongTextField(
        "Which rights were touched?",
        hint=" ".join(GUIDANCE["rights"]["prompts"]),
        rows=4,
        max_length=LONG,
        optional=True,
    )

    @property
    def changes(self) -> dict[str, Any]:
        return self.cleaned_data


class NoFamilyForm(forms.Form):
    no_family_questions_because = forms.LongTextField(
        "Why were the person and family not asked?",
        hint=GUIDANCE["family"]["not_asked"],
        rows=3,
        max_length=2000,
        optional=True,
    )

    @property
    def changes(self) -> dict[str, Any]:
        return self.cleaned_data


class QuestionsForm(forms.Form):
    """The questions of the method, one field each."""

    def __init__(self, *args: Any, review: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in method_questions(review.method):
            self.fields[row["code"]] = forms.LongTextField(
                row["text"], hint=row.get("help", ""), rows=4, max_length=LONG, optional=True
            )


class LensForm(forms.Form):
    relevant = forms.ChoiceField(
        "Is this lens relevant here?", [("yes", "Yes"), ("no", "Not relevant, because")]
    )
    text = forms.LongTextField(
        "What did it show, or why is it not relevant?", rows=5, max_length=LONG
    )


class FactorForm(forms.Form):
    seips = forms.ChoiceField(
        "Which part of the work system?", SeipsFactor.choices, hints=SEIPS_HELP
    )
    text = forms.LongTextField(
        "What was it?", hint="Describe what the system made easy, hard or impossible.", rows=3,
        max_length=2000,
    )  # fmt: skip
    work_as_imagined = forms.LongTextField(
        "Work as imagined", hint=WORK_HELP["imagined"], rows=2, max_length=2000, optional=True
    )
    work_as_done = forms.LongTextField(
        "Work as done", hint=WORK_HELP["done"], rows=2, max_length=2000, optional=True
    )


class FindingForm(forms.Form):
    text = forms.LongTextField(
        "What did the review see?", hint=GUIDANCE["quality_of_findings"][0], rows=4, max_length=LONG
    )


class LearningForm(forms.Form):
    finding = forms.SelectField("From which finding?", (), optional=True)
    text = forms.LongTextField(
        "What does it mean beyond this case?",
        hint=GUIDANCE["quality_of_findings"][1],
        rows=4,
        max_length=LONG,
    )
    applies_to = forms.TextField("Where does it apply?", optional=True)

    def __init__(self, *args: Any, review: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = {str(row.pk): row for row in review.findings.all()}
        rows = [(pk, row.text[:80]) for pk, row in self.findings.items()]
        self.offer("finding", [("", "None in particular"), *rows])


class ChronologyForm(forms.Form):
    what = forms.LongTextField("What happened?", rows=3, max_length=2000)
    day = forms.DateField("Day", optional=True, past=True)
    time = forms.TimeField("Time", optional=True)
    precision = forms.ChoiceField("How well is it known?", Precision.choices, inline=False)
    known_from = forms.TextField(
        "Where is it known from?", hint="For example, the duty log.", optional=True
    )
    was_expected = forms.LongTextField(
        "What was expected instead?", rows=2, max_length=1000, optional=True
    )


class FamilyForm(forms.Form):
    question = forms.LongTextField("Their question, in their words", rows=3, max_length=2000)
    answer = forms.LongTextField("Answer", rows=3, max_length=LONG, optional=True)


class AnswerForm(forms.Form):
    answer = forms.LongTextField("Answer", rows=5, max_length=LONG)


class SessionForm(forms.Form):
    held_on = forms.DateField("Held on", past=True)
    disciplines = forms.TextField(
        "Disciplines present", hint="For example, nursing, psychiatry, social work."
    )
    missing_voices = forms.TextField("Whose voice was missing?", optional=True)
    reflections = forms.LongTextField("What did each notice?", rows=4, max_length=LONG)
    outputs = forms.LongTextField("What came of it?", rows=3, max_length=LONG)


class PatternForm(forms.Form):
    kind = forms.ChoiceField("What is it?", PatternKind.choices)
    text = forms.LongTextField("Describe it", rows=3, max_length=2000)
    shown_by = forms.ChecksField("Which incidents show it?", (), optional=True)

    def __init__(self, *args: Any, review: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.incidents = {str(i.pk): i for i in review.linked.all()}
        rows = [(pk, i.reference) for pk, i in self.incidents.items()]
        self.offer("shown_by", rows)


class LinkForm(forms.Form):
    references = forms.LongTextField(
        "Reference numbers of the incidents", hint="One a line, or separated by commas.", rows=4,
        max_length=2000,
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.LongTextField("Why?", rows=4, max_length=2000)
