"""What people type of a coaching session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.domain.learning.coaching.drafts import Given, Held
from goldthread.domain.learning.coaching.terms import ProofType, Rating
from goldthread.domain.learning.scenarios.terms import Subject
from goldthread.web import forms

GROUP = "group"


class ChooseForm(forms.Form):
    """Whose staff, which scenarios, which day and who led: from these follows who should have come."""

    scenarios = forms.ChecksField("Which scenarios?", [])
    units = forms.ChecksField("Whose staff was it for?", [])
    held_on = forms.DateField("Which day?", past=True)
    led_by = forms.SelectField("Who led it?", [])

    def __init__(
        self,
        *args: Any,
        scenarios: Iterable[Any],
        units: Iterable[Unit],
        leaders: Iterable[User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._scenarios = {str(one.pk): one for one in scenarios}
        self._units = {str(one.pk): one for one in units}
        self._leaders = {str(one.pk): one for one in leaders}
        self.offer("scenarios", [(key, one.title) for key, one in self._scenarios.items()])
        self.offer("units", [(key, one.name) for key, one in self._units.items()])
        self.offer("led_by", [(key, one.name) for key, one in self._leaders.items()])

    @property
    def chosen_scenarios(self) -> tuple[Any, ...]:
        return tuple(self._scenarios[key] for key in self.cleaned_data["scenarios"])

    @property
    def chosen_units(self) -> tuple[Unit, ...]:
        return tuple(self._units[key] for key in self.cleaned_data["units"])

    @property
    def leader(self) -> User:
        return self._leaders[self.cleaned_data["led_by"]]


class RecordForm(forms.Form):
    """Who came, what the group answered, and what it takes away."""

    began = forms.TimeField("When did it begin?")
    subject = forms.ChoiceField("What did it practise?", Subject.choices)
    attended = forms.ChecksField("Who came?", [], optional=True, unmarked=True)
    guests = forms.TextField(
        "Guests", hint="People of other teams or agencies. They are not counted.", optional=True
    )

    def __init__(
        self, *args: Any, chosen: ChooseForm, staff: Iterable[User], questions: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.chosen, self.questions = chosen, list(questions)
        self.offer("attended", [(str(one.pk), one.name) for one in staff])
        for question in self.questions:
            self._ask(question)
        self.fields["take_away"] = forms.LongTextField(
            "What do we take away?", max_length=2000, rows=3, optional=True
        )

    def _ask(self, question: Any) -> None:
        self.fields[f"text_{question.pk}"] = forms.LongTextField(
            f"What the group answered: {question.text}",
            hint="Leave it empty if it was not discussed.",
            max_length=4000,
            rows=3,
            optional=True,
            unmarked=True,
        )
        self.fields[f"rating_{question.pk}"] = forms.ChoiceField(
            f"Against what a good answer holds: {question.good_answer}",
            Rating.choices,
            inline=True,
            optional=True,
            unmarked=True,
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for question in self.questions:
            text, rating = (said.get(f"{name}_{question.pk}", "") for name in ("text", "rating"))
            if text.strip() and not rating:
                words = "Say whether the answer meets what a good answer holds"
                self.add_error(f"rating_{question.pk}", words)
            if rating and not text.strip():
                self.add_error(f"text_{question.pk}", "Write what the group answered")
        return said

    @property
    def held(self) -> Held:
        """The session of a valid form."""
        said, chosen = self.cleaned_data, self.chosen
        at = dt.datetime.combine(chosen.cleaned_data["held_on"], said["began"])
        return Held(
            units=chosen.chosen_units,
            subject=said["subject"],
            scenarios=chosen.chosen_scenarios,
            held_at=timezone.make_aware(at),
            facilitator=chosen.leader,
            attended=frozenset(map(int, said["attended"])),
            guests=said["guests"],
            take_away=said["take_away"],
            answers=tuple(
                Given(one, said[f"text_{one.pk}"], said[f"rating_{one.pk}"])
                for one in self.questions
                if said[f"text_{one.pk}"].strip()
            ),
        )


class AnswerForm(forms.Form):
    """What one person, or the group, answered to one question."""

    question = forms.SelectField("Question", [])
    person = forms.SelectField("Who answered?", [])
    text = forms.LongTextField("Answer", max_length=4000, rows=4, optional=True, unmarked=True)
    rating = forms.ChoiceField(
        "Against what a good answer holds", Rating.choices, optional=True, unmarked=True
    )

    def __init__(self, *args: Any, questions: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._questions = {str(one.pk): one for one in questions}
        self._people: dict[str, User | None] = {GROUP: None}
        self._people |= {str(one.pk): one for one in people}
        self.offer("question", [(key, one.text) for key, one in self._questions.items()])
        named = [(key, one.name if one else "The whole group") for key, one in self._people.items()]
        self.offer("person", named)

    @property
    def answer(self) -> Given:
        said = self.cleaned_data
        question, person = self._questions[said["question"]], self._people[said["person"]]
        return Given(question, said["text"], said["rating"], person)


class EvidenceForm(forms.Form):
    """Which action the session is evidence of, and as what."""

    action = forms.SelectField("Which action?", [])
    type = forms.ChoiceField(
        "As what?",
        ProofType.choices,
        hints={
            ProofType.ATTENDANCE: "How many of those who should have come did come.",
            ProofType.SUPERVISION: "What was discussed, with whom, and what is taken away.",
            ProofType.COMPETENCY: "How one person’s own answers stood.",
        },
        reveals={ProofType.COMPETENCY: ["person"]},
    )
    person = forms.SelectField("Whose answers?", [], optional=True, unmarked=True)

    def __init__(self, *args: Any, actions: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actions = {str(one.pk): one for one in actions}
        self._people = {str(one.pk): one for one in people}
        words = [(k, f"{one.title} ({one.incident.reference})") for k, one in self._actions.items()]
        self.offer("action", words)
        self.offer("person", [("", "Choose"), *((k, p.name) for k, p in self._people.items())])

    @property
    def chosen_action(self) -> Any:
        return self._actions[self.cleaned_data["action"]]

    @property
    def chosen_person(self) -> User | None:
        return self._people.get(self.cleaned_data["person"])
