"""What people say in and about meetings. Fields are named as the domain's refusals name them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from goldthread.domain.governance.forums.operations import NewAction, Said
from goldthread.domain.governance.forums.terms import Attending, Checked, Outcome
from goldthread.web import forms
from goldthread.web.words import date
from goldthread.workflow.refusals import Refusal, Refused


class BeginForm(forms.Form):
    """Why a meeting is held late."""

    late_because = forms.LongTextField(
        "Why is it held late?", hint="It stands in the minutes.", max_length=1000, rows=3
    )


class NotHeldForm(forms.Form):
    """Why a meeting was not held."""

    because = forms.LongTextField(
        "Why was it not held, and what was done instead?",
        hint="For example: two of three were ill. The lead rang each case’s worker on Wednesday.",
        missing="Say why it was not held, and what was done instead.",
        max_length=2000,
        rows=4,
    )


class MoveForm(forms.Form):
    """Another day and time for one meeting."""

    on = forms.DateField("Day", future=True, hint="For example, 27 3 2026")
    at = forms.TimeField("Time")
    because = forms.TextField("Why does it move?", max_length=300)

    @property
    def to(self) -> dt.datetime:
        """The moment that was typed."""
        said = self.cleaned_data
        return timezone.make_aware(dt.datetime.combine(said["on"], said["at"]))

    def add_refusals(self, refused: Refused) -> None:
        """The moment's refusal stands at its day."""
        super().add_refusals(
            Refused(
                Refusal(one.code, one.sentence, "on" if one.field == "scheduled_at" else one.field)
                for one in refused.refusals
            )
        )


class ItemForm(forms.Form):
    """One more item for the agenda."""

    title = forms.TextField("What is it about?", max_length=200)
    note = forms.LongTextField(
        "What should people know before?", max_length=2000, rows=3, optional=True
    )
    reference = forms.TextField(
        "Reference of the incident it is about",
        hint="Only those who may open the incident see the item. For example, INC-26-00012",
        max_length=40,
        width=20,
        optional=True,
    )


class CarryForm(forms.Form):
    """Why what is left waits for the next meeting."""

    because = forms.TextField("Why does it wait?", max_length=300)


class EndForm(forms.Form):
    """Nothing but the reason where too few were there."""

    inquorate_because = forms.LongTextField(
        "Too few people? Say who confirms the decisions, and when",
        hint="Leave this empty where the quorum was reached.",
        max_length=1000,
        rows=2,
        optional=True,
        unmarked=True,
    )


class MinutesForm(forms.Form):
    """The words of the minutes."""

    minutes = forms.LongTextField(
        "Minutes",
        hint="Name no person served and no incident here: everyone who sees the meeting reads this. "
        "What was decided on each item stands below it, for those who may see the item.",
        rows=16,
    )


class AttendanceForm(forms.Form):
    """Everyone expected, one by one, and a guest by name."""

    guest = forms.TextField(
        "Someone else is here", hint="Name and where they come from.", max_length=160, optional=True,
        unmarked=True,
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Any], marked: dict[int, str], **options: Any):
        super().__init__(*args, **options)
        self.people = {f"person_{person.pk}": person for person in people}
        for name, person in self.people.items():
            self.fields[name] = forms.ChoiceField(
                person.name, Attending.choices, optional=True, unmarked=True, inline=True, small=True,
                initial=marked.get(person.pk, ""),
            )  # fmt: skip
        self.order_fields([*self.people, "guest"])

    @property
    def answers(self) -> dict[Any, str]:
        """Those who were marked."""
        said = self.cleaned_data
        return {person: said[name] for name, person in self.people.items() if said[name]}


class RecordForm(forms.Form):
    """One item: each action done or not, what was decided, and perhaps a new action."""

    outcome = forms.ChoiceField(
        "Outcome", Outcome.choices, optional=True, unmarked=True, small=True
    )
    decision = forms.LongTextField(
        "What was decided, or why it is carried over",
        max_length=4000, rows=3, optional=True, unmarked=True,
    )  # fmt: skip
    title = forms.TextField("What will be done?", max_length=200, optional=True, unmarked=True)
    owner = forms.SelectField("By whom?", [], optional=True, unmarked=True)
    due_on = forms.DateField("By when?", future=True, optional=True, unmarked=True)
    reference = forms.TextField(
        "For which incident?", hint="Its reference, for example INC-26-00012",
        max_length=40, width=20, optional=True, unmarked=True,
    )  # fmt: skip

    def __init__(self, *args: Any, item: Any, owners: Iterable[Any], **options: Any):
        options.setdefault("initial", {"outcome": item.outcome, "decision": item.decision})
        super().__init__(*args, **options)
        self.owners = {str(one.pk): one for one in owners}
        self.offer("owner", [("", "Choose"), *((pk, one.name) for pk, one in self.owners.items())])
        self.checks = list(item.checks.all())
        for check in self.checks:
            self._ask(check)
        if item.incident_id is not None:
            del self.fields["reference"]

    def _ask(self, check: Any) -> None:
        done, note = f"check_{check.pk}", f"note_{check.pk}"
        self.fields[done] = forms.ChoiceField(
            check.title, Checked.choices, optional=True, unmarked=True, small=True,
            initial=check.checked, hint=_promised(check),
            reveals={Checked.NOT_DONE: [note]},
        )  # fmt: skip
        self.fields[note] = forms.TextField(
            "What stands in the way?", max_length=500, optional=True, unmarked=True,
            initial=check.note,
        )  # fmt: skip

    @property
    def said(self) -> Said:
        """What was said, as the operation takes it."""
        given = self.cleaned_data
        checks = {
            check.pk: (given[f"check_{check.pk}"], given[f"note_{check.pk}"])
            for check in self.checks
            if given[f"check_{check.pk}"]
        }
        return Said(given["outcome"], given["decision"], checks, self._new_action())

    def _new_action(self) -> NewAction | None:
        given = self.cleaned_data
        if not given["title"].strip():
            return None
        owner = self.owners.get(given["owner"])
        return NewAction(given["title"], owner, given["due_on"], given.get("reference", ""))

    def add_refusals(self, refused: Refused) -> None:
        """A refusal of the checks stands at the first note that is missing."""
        super().add_refusals(
            Refused(Refusal(one.code, one.sentence, self._place(one)) for one in refused.refusals)
        )

    def _place(self, refusal: Refusal) -> str:
        if refusal.field != "checks":
            return refusal.field
        said = self.cleaned_data
        empty = (
            f"note_{check.pk}"
            for check in self.checks
            if said.get(f"check_{check.pk}") == Checked.NOT_DONE
            and not said[f"note_{check.pk}"].strip()
        )
        return next(empty, "")


def _promised(check: Any) -> str:
    owner = check.owner_name or "Nobody owns it yet"
    return f"{owner}, due {date(check.due_on)}" if check.due_on else f"{owner}, no day yet"
