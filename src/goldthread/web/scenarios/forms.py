"""What people type of a scenario."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from goldthread.domain.learning.scenarios.drafts import Asked, Draft
from goldthread.domain.learning.scenarios.terms import Status, Subject
from goldthread.web import forms

FEWEST, MOST = 2, 12  # questions the form has room for


class FilterForm(forms.Form):
    """What to look for in the bank."""

    @property
    def narrowed(self) -> dict[str, str]:
        """What `in_list` takes; a filter that makes no sense is left out."""
        names = {"standing": "status"}
        return {names.get(name, name): value for name, value in self.given.items()}

    text = forms.TextField("Words", hint="In the title or the story.", optional=True)
    subject = forms.SelectField(
        "What it practises", [("", "Anything"), *Subject.choices], optional=True
    )
    standing = forms.SelectField(
        "Status", [("", "All but retired"), *Status.choices], optional=True
    )


class ScenarioForm(forms.Form):
    """A scenario with room for one question more than it has."""

    title = forms.TextField(
        "Title", hint="What a facilitator looks for. Without names.", max_length=160
    )
    subject = forms.ChoiceField("What does it let people practise?", Subject.choices)
    story = forms.LongTextField(
        "The story",
        hint="What happened, up to the moment when somebody has to decide. No names, no places, "
        "no dates; change what is rare.",
        max_length=8000,
        rows=10,
    )

    def __init__(self, *args: Any, draft: Draft | None = None, **kwargs: Any) -> None:
        if draft is not None:
            kwargs.setdefault("initial", _initial(draft))
        super().__init__(*args, **kwargs)
        for number in range(1, self._room(draft) + 1):
            self.fields[f"question_{number}"] = forms.LongTextField(
                f"Question {number}", max_length=1000, rows=2, optional=True, unmarked=True
            )
            self.fields[f"good_{number}"] = forms.LongTextField(
                f"What a good answer to question {number} holds",
                max_length=2000,
                rows=3,
                optional=True,
                unmarked=True,
            )

    def _room(self, draft: Draft | None) -> int:
        """As many questions as were sent, or one more than there are."""
        sent = [key for key in self.data if str(key).startswith("question_")]
        written = len(draft.questions) + 1 if draft else 0
        return min(max(FEWEST, written, len(sent)), MOST)

    @property
    def draft(self) -> Draft:
        """The words of a valid form; a question with nothing in either box is left out."""
        said = self.cleaned_data
        numbers = [name.rsplit("_", 1)[1] for name in said if name.startswith("question_")]
        asked = (Asked(said[f"question_{n}"], said[f"good_{n}"]) for n in numbers)
        whole = tuple(one for one in asked if one.text.strip() or one.good_answer.strip())
        return Draft(said["title"], said["story"], said["subject"], whole)


def _initial(draft: Draft) -> dict[str, Any]:
    found = {"title": draft.title, "story": draft.story, "subject": draft.subject}
    for number, asked in enumerate(draft.questions, 1):
        found[f"question_{number}"] = asked.text
        found[f"good_{number}"] = asked.good_answer
    return found


class MarkForm(forms.Form):
    """Why words that look like personal data name nobody."""

    words = forms.SelectField("Which words?", [])
    reason = forms.TextField(
        "Why do they name nobody?",
        hint="For example, the name of a medicine or of a law.",
        max_length=300,
        optional=True,
        unmarked=True,
    )

    def __init__(self, *args: Any, found: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("words", [(words, words) for words in dict.fromkeys(found)])


class CheckForm(forms.Form):
    """The check of someone who did not write it."""

    recognised = forms.YesNoField(
        "Could anyone who knows the person recognise them?",
        hint="A colleague, a neighbour, a relative, someone who reads the local paper.",
        optional=True,
        unmarked=True,
    )
    altered = forms.YesNoField(
        "Are rare circumstances changed, or are there none?",
        hint="An unusual illness, object, place or way of acting is what people remember.",
        optional=True,
        unmarked=True,
    )
    because = forms.LongTextField(
        "Why could nobody be recognised?",
        hint="What was changed or left out, without saying what it was before.",
        max_length=1000,
        rows=3,
        optional=True,
        unmarked=True,
    )


class ReasonForm(forms.Form):
    """A reason, as the rules ask for it."""

    reason = forms.LongTextField("Reason", max_length=1000, rows=3, optional=True, unmarked=True)

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint
