"""What people type of supervision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.domain.learning.supervision.drafts import Held, PromptDraft, Said
from goldthread.domain.learning.supervision.queries import STAFF_ROLES
from goldthread.domain.learning.supervision.terms import Use
from goldthread.web import forms


class BeginForm(forms.Form):
    """Whom the reader begins to supervise."""

    supervisee = forms.SelectField("Whom do you supervise?", [])

    def __init__(self, *args: Any, staff: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._staff = {str(one.pk): one for one in staff}
        self.offer("supervisee", [(key, one.name) for key, one in self._staff.items()])

    @property
    def chosen(self) -> User:
        return self._staff[self.cleaned_data["supervisee"]]


class SessionForm(forms.Form):
    """A session: what became of each prompt, and what the two keep for themselves."""

    held_on = forms.DateField("When was it held?", past=True)

    def __init__(self, *args: Any, prompts: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prompts = list(prompts)
        for prompt in self.prompts:
            self._ask(prompt)
        self.fields["wellbeing_asked"] = forms.YesNoField(
            "Did you ask how they are?",
            hint="Only that it was asked is kept here. What was said belongs in the private note.",
            optional=True,
            unmarked=True,
        )
        self.fields["agreed"] = forms.LongTextField(
            "What did you agree?", hint="The two of you read this.", max_length=4000, rows=3,
            optional=True,
        )  # fmt: skip
        self.fields["notes"] = forms.LongTextField(
            "Private note",
            hint="Read by the two of you and by nobody else, encrypted, and in no export. "
            "Concerns about safety do not belong here: report them.",
            max_length=8000,
            rows=4,
            optional=True,
        )

    def _ask(self, prompt: Any) -> None:
        self.fields[f"use_{prompt.pk}"] = forms.ChoiceField(
            prompt.question,
            Use.choices,
            hint=prompt.why,
            inline=True,
            optional=True,
            unmarked=True,
        )
        self.fields[f"words_{prompt.pk}"] = forms.LongTextField(
            f"What was said, or why it was not discussed: {prompt.question}",
            hint="Without names. Whoever manages the team reads this.",
            max_length=2000,
            rows=3,
            optional=True,
            unmarked=True,
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for prompt in self.prompts:
            use, words = said.get(f"use_{prompt.pk}"), said.get(f"words_{prompt.pk}", "")
            if not use and _came_later(prompt, said.get("held_on")):
                continue
            if not use:
                self.add_error(f"use_{prompt.pk}", "Say whether this was discussed")
            elif not words.strip():
                asked = "what was said" if use == Use.USED else "why it was not discussed"
                self.add_error(f"words_{prompt.pk}", f"Say {asked}")
        return said

    @property
    def held(self) -> Held:
        """The session of a valid form. A day in the past counts from noon, today from now."""
        said, now = self.cleaned_data, timezone.now()
        noon = timezone.make_aware(dt.datetime.combine(said["held_on"], dt.time(12)))
        return Held(
            held_at=now if said["held_on"] == timezone.localdate(now) else noon,
            wellbeing_asked=said["wellbeing_asked"],
            prompts=tuple(
                Said(one, said[f"use_{one.pk}"], said[f"words_{one.pk}"])
                for one in self.prompts
                if said[f"use_{one.pk}"]
            ),
            agreed=said["agreed"],
            notes=said["notes"],
        )


def _came_later(prompt: Any, held_on: dt.date | None) -> bool:
    """Whether it was brought between the session and its record."""
    return held_on is not None and timezone.localdate(prompt.pushed_at) > held_on


class NoteForm(forms.Form):
    note = forms.LongTextField(
        "Private note",
        hint="Read by the two of you and by nobody else.",
        max_length=8000,
        rows=5,
        optional=True,
        unmarked=True,
    )


class ActionForm(forms.Form):
    """Which action a session is evidence of."""

    action = forms.SelectField("Which action?", [])

    def __init__(self, *args: Any, actions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actions = {str(one.pk): one for one in actions}
        words = [(k, f"{one.title} ({one.incident.reference})") for k, one in self._actions.items()]
        self.offer("action", words)

    @property
    def chosen(self) -> Any:
        return self._actions[self.cleaned_data["action"]]


class PromptForm(forms.Form):
    """A prompt that is brought to supervision."""

    question = forms.TextField(
        "The question",
        hint="Something that two people can talk about, without names. For example: which of your "
        "people has shown two signs of their plan, and what did you do?",
        max_length=300,
    )
    why = forms.LongTextField(
        "Why it is asked",
        hint="What was learnt, in plain words and without names.",
        max_length=1000,
        rows=3,
        optional=True,
    )
    unit = forms.SelectField("Whose supervision?", [])
    roles = forms.ChecksField(
        "Which roles?",
        STAFF_ROLES,
        hint="Leave all empty for all staff.",
        optional=True,
        small=True,
    )
    expires_on = forms.DateField("Until when?", hint="Its last day, within a year.")
    incident = forms.TextField(
        "Reference of the incident it comes from",
        hint="Shown only to those who may open the incident.",
        max_length=20,
        width=20,
        optional=True,
    )

    learning = forms.SelectField("Learning of the library that it rests on", [], optional=True)

    def __init__(
        self, *args: Any, units: Iterable[Unit], learning: Iterable[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._learning = {str(one.pk): one for one in learning}
        titles = [(key, one.title) for key, one in self._learning.items()]
        self.offer("learning", [("", "None"), *titles])
        self._units = {str(one.pk): one for one in units}
        self.offer("unit", [(key, one.name) for key, one in self._units.items()])

    def draft(self, source: Any, action: Any) -> PromptDraft:
        said = self.cleaned_data
        return PromptDraft(
            unit=self._units[said["unit"]],
            question=said["question"],
            why=said["why"],
            expires_on=said["expires_on"],
            roles=tuple(said["roles"]),
            source=source,
            action=action,
            learning=self._learning.get(said["learning"]),
        )
