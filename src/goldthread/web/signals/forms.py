"""What people type about a signal. Fields are named as the domain's refusals name them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from goldthread.domain.insight.signals.terms import Way
from goldthread.web import forms
from goldthread.web.words import date

HINTS = {
    Way.NEW_REVIEW: "The incidents behind the signal become its set.",
    Way.JOIN_REVIEW: "They are added to a set that is looked at already.",
    Way.REOPEN: "It gets a new due date, and both facts and its checks are needed afresh.",
    Way.STRONGER: "A new action takes over from it.",
    Way.FOLLOW_UP: "For example, someone asks the team what has changed.",
}


class AcceptForm(forms.Form):
    """What follows; only ways that are open for this signal are offered."""

    way = forms.ChoiceField("What follows from it?", [], missing="Choose what follows")
    review = forms.SelectField("Which review?", [], optional=True, unmarked=True)
    due_on = forms.DateField("New due date", future=True, optional=True, unmarked=True)
    reason = forms.LongTextField(
        "What do you make of it?",
        hint="For whoever works on it, and for whoever asks later. "
        "For another follow-up, say what will be done and by whom.",
        max_length=2000,
        rows=3,
        optional=True,
        unmarked=True,
    )

    def __init__(self, *args: Any, ways: Iterable[str], reviews: Iterable[Any], **options: Any):
        super().__init__(*args, **options)
        offered = [Way(way) for way in ways]
        self.reviews = {str(review.pk): review for review in reviews}
        reveals = {Way.JOIN_REVIEW: ["review"], Way.REOPEN: ["due_on"]}
        self.offer(
            "way",
            [(way, way.label) for way in offered],
            hints={way: HINTS[way] for way in offered},
            reveals={way: names for way, names in reveals.items() if way in offered},
        )
        self.offer("review", [(pk, _title(review)) for pk, review in self.reviews.items()])
        if Way.JOIN_REVIEW not in offered:
            del self.fields["review"]
        if Way.REOPEN not in offered:
            del self.fields["due_on"]

    @property
    def answer(self) -> dict[str, Any]:
        """The answer as the operation takes it."""
        said = self.cleaned_data
        return {
            "way": said["way"],
            "reason": said["reason"],
            "review": self.reviews.get(said.get("review", "")),
            "due_on": said.get("due_on"),
        }


def _title(review: Any) -> str:
    lead = f", led by {review.lead.name}" if review.lead else ""
    name = review.title or f"Thematic review of {review.incident.reference}"
    return f"{name}, {review.unit.name}{lead}, planned {date(review.planned_at)}"


class DismissForm(forms.Form):
    """The one thing a dismissal needs."""

    reason = forms.LongTextField(
        "Why does this need no work?",
        hint="What you looked at and what explains it. It is kept, and shown if there is more.",
        missing="Say why this needs no work, for whoever reads it later.",
        max_length=2000,
        rows=4,
    )


class FilterForm(forms.Form):
    """Narrows the list by kind."""

    kind = forms.SelectField("Kind", [], optional=True)

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, str]], **options: Any):
        super().__init__(*args, **options)
        self.offer("kind", [("", "Any"), *kinds])
