"""What an administrator types while writing a draft. A draft may be unfinished, so little is
required here: what is missing is named on publishing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import CharField, HiddenInput

from goldthread.decision_tools.editing import NEW_OUTCOME, NEW_QUESTION, AnswerGiven
from goldthread.decision_tools.shape import answers_of, as_lists
from goldthread.web import forms

SPARE = 2  # empty answers offered below those that are there
MOST_ANSWERS = 30
NO_WORDS = "(no words yet)"


@dataclass(frozen=True)
class Seen:
    """The revision of the draft that a form was made from."""

    version: int


def places(definition: Mapping[str, Any], leaving_out: str = "") -> list[tuple[str, str]]:
    """Every question and outcome as somewhere to lead."""
    data = as_lists(definition)
    questions = [
        (row["id"], f"Question: {row.get('text') or NO_WORDS}")
        for row in data["questions"]
        if row["id"] != leaving_out
    ]
    outcomes = [(row["id"], f"Outcome: {row.get('label') or NO_WORDS}") for row in data["outcomes"]]
    return questions + outcomes


class NewToolForm(forms.Form):
    name = forms.TextField("Name of the tool", hint="A question people ask.", max_length=160)
    purpose = forms.LongTextField("What is it for?", rows=3, max_length=1000)


class AboutForm(forms.Form):
    name = forms.TextField("Name", max_length=160, optional=True, unmarked=True)
    purpose = forms.LongTextField("What is it for?", rows=4, max_length=1000, optional=True)
    source = forms.LongTextField(
        "Where does it come from?",
        hint="The law, guidance or policy it rests on.",
        rows=3,
        max_length=1000,
        optional=True,
    )
    start = forms.SelectField("First question", (), optional=True, unmarked=True)

    def __init__(self, *args: Any, definition: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = as_lists(definition)["questions"]
        self.offer("start", [(row["id"], row.get("text") or NO_WORDS) for row in questions])


class QuestionForm(forms.Form):
    """A question with its answers, each in fields that end in its number."""

    text = forms.LongTextField("Question", rows=2, max_length=400, optional=True, unmarked=True)
    help = forms.LongTextField("Help beside it", rows=3, max_length=1000, optional=True)
    source = forms.TextField("Where does it come from?", max_length=400, optional=True)

    def __init__(self, *args: Any, row: Mapping[str, Any], leads: Any, **kwargs: Any) -> None:
        answers = answers_of(row)
        kwargs["initial"] = {key: row.get(key, "") for key in ("text", "help", "source")}
        super().__init__(*args, **kwargs)
        there = len(answers) + SPARE
        posted = [key for key in self.data if key.startswith("code_")] if self.is_bound else []
        self.numbers = list(range(1, min(max(there, len(posted)), MOST_ANSWERS) + 1))
        self.kept = len(answers)
        for number in self.numbers:
            answer = answers[number - 1] if number <= len(answers) else {}
            self._add(number, answer, [*leads, *ADDED])

    def _add(self, number: int, answer: Mapping[str, Any], leads: list[tuple[str, str]]) -> None:
        fields: dict[str, Any] = {
            "code": CharField(required=False, widget=HiddenInput),
            "label": forms.TextField(
                f"Answer {number}", max_length=200, optional=True, unmarked=True
            ),
            "next": forms.SelectField(
                f"Answer {number} leads to", leads, optional=True, unmarked=True
            ),
            "asks": forms.TextField(
                f"Words to ask for beside answer {number}", max_length=200, optional=True
            ),
            "position": forms.NumberField(
                f"Place of answer {number} in the list",
                min_value=1,
                max_value=MOST_ANSWERS,
                optional=True,
                unmarked=True,
            ),
            "removed": forms.CheckField(f"Remove answer {number}", optional=True),
        }
        for name, own in fields.items():
            own.initial = answer.get(name, number if name == "position" else "")
            self.fields[f"{name}_{number}"] = own

    def rows(self, spare: bool) -> list[list[Any]]:
        """The visible fields of each answer: those that are there, or the spare ones."""
        names = ("label", "next", "asks", "position", "removed")
        return [
            [self[f"{name}_{number}"] for name in names[: 3 if spare else 5]]
            for number in self.numbers
            if (number > self.kept) == spare
        ]

    @property
    def words(self) -> dict[str, str]:
        return {key: self.cleaned_data[key].strip() for key in ("text", "help", "source")}

    @property
    def answers(self) -> list[AnswerGiven]:
        """The answers as typed; those left quite empty are none."""
        found = [self._given(number) for number in self.numbers]
        return [one for one in found if one.code or one.label or one.next or one.asks]

    def _given(self, number: int) -> AnswerGiven:
        said = {name: self.cleaned_data.get(f"{name}_{number}") for name in ANSWER}
        return AnswerGiven(
            code=said["code"] or "",
            label=(said["label"] or "").strip(),
            next=said["next"] or "",
            asks=(said["asks"] or "").strip(),
            position=said["position"] or number,
            removed=bool(said["removed"]),
        )


ANSWER = ("code", "label", "next", "asks", "position", "removed")
ADDED = [
    (NEW_QUESTION, "A new question, written next"),
    (NEW_OUTCOME, "A new outcome, written next"),
]


class OutcomeForm(forms.Form):
    label = forms.TextField("Outcome", max_length=200, optional=True, unmarked=True)
    guidance = forms.LongTextField(
        "Guidance",
        hint="What to do next, by whom and by when.",
        rows=5,
        max_length=2000,
        optional=True,
        unmarked=True,
    )
    source = forms.TextField("Where does it come from?", max_length=400, optional=True)
    asks = forms.LongTextField(
        "Words to ask for before it is recorded",
        hint="One on each line, for example: Who does it, and by when?",
        rows=4,
        max_length=2000,
        optional=True,
    )
    value = forms.SelectField(
        "What does it count as?",
        (),
        hint="What the rest of the product acts on. Outcomes that count as the same are treated alike.",
        optional=True,
        unmarked=True,
    )

    def __init__(
        self, *args: Any, row: Mapping[str, Any], definition: Mapping[str, Any], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {
            **{key: row.get(key, "") for key in ("label", "guidance", "source")},
            "asks": "\n".join(one["label"] for one in row.get("asks") or []),
            "value": row.get("value") or row["id"],
        }
        super().__init__(*args, **kwargs)
        self.offer("value", counts(definition, row["id"]))

    @property
    def words(self) -> dict[str, str]:
        keys = ("label", "guidance", "source", "value")
        return {key: self.cleaned_data[key].strip() for key in keys}

    @property
    def asked(self) -> list[str]:
        lines = self.cleaned_data["asks"].splitlines()
        return [line.strip() for line in lines if line.strip()]


def counts(definition: Mapping[str, Any], own: str) -> list[tuple[str, str]]:
    """What outcomes count as, each by the first outcome that does."""
    found: dict[str, str] = {own: "Something of its own"}
    for row in as_lists(definition)["outcomes"]:
        found.setdefault(row.get("value") or row["id"], f"The same as “{row.get('label')}”")
        if row["id"] == own:
            found[row.get("value") or own] = f"What it counts as now ({row.get('value') or own})"
    return list(found.items())


class PublishForm(forms.Form):
    note = forms.TextField(
        "What changed, and why?",
        hint="People read this in the history of versions.",
        max_length=300,
        missing="Say what changed, and why",
    )
