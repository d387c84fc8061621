"""What people type of a restriction. Shape only: what must be there is the domain's to say, so
that everything missing is named at once and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from goldthread.access.models import Unit
from goldthread.domain.registers.restrictions.records import Links, Other, Record, Review
from goldthread.domain.registers.restrictions.terms import (
    Capacity,
    Domain,
    Involvement,
    LegalBasis,
    Risk,
    Scale,
    Status,
    Verdict,
)
from goldthread.web import forms
from goldthread.web.complaints.forms import PERSON_HINT

FREE: dict[str, Any] = {"optional": True, "unmarked": True}
LONG: dict[str, Any] = FREE | {"max_length": 4000, "rows": 3}
NUMBERS = (1, 2, 3)


class WhatForm(forms.Form):
    """What is limited, for whom, and by what right."""

    person = forms.TextField("Whom does it limit?", hint=PERSON_HINT, max_length=120,
                             autocomplete="off", **FREE)  # fmt: skip
    words = forms.LongTextField(
        "What can the person not do or have?",
        hint="In plain words, without names. For example: goes to town only with a member of staff.",
        **LONG,
    )
    domains = forms.ChecksField("Which parts of life does it touch?", Domain.choices, **FREE)
    legal_basis = forms.ChoiceField(
        "By what right?",
        LegalBasis.choices,
        hints={LegalBasis.NONE: "Then stop: it must not begin, and must end if it is in force."},
        **FREE,
    )
    started_on = forms.DateField("When does it start, or when did it?", **FREE)


class UrgentForm(WhatForm):
    """A restriction that cannot wait for its whole record."""

    trigger = forms.LongTextField("What is the danger?", **LONG)
    urgent_because = forms.LongTextField("Why can it not wait?", **LONG)

    @property
    def begun(self) -> Record:
        """What there is of the record so far."""
        said = self.cleaned_data
        return Record(
            words=said["words"],
            domains=tuple(said["domains"]),
            trigger=said["trigger"],
            legal_basis=said["legal_basis"],
        )


class RecordForm(WhatForm):
    """The whole record."""

    scale = forms.ChoiceField(
        "Does it hold for this person only?",
        Scale.choices,
        reveals={Scale.BLANKET: ["safeguarding_action"]},
        **FREE,
    )
    safeguarding_action = forms.SelectField(
        "The safeguarding action it stands beside",
        [],
        hint="Safeguarding comes before restricting everyone.",
        **FREE,
    )
    trigger = forms.LongTextField("Which risk led to it?", **LONG)
    incident = forms.TextField("Incident", hint="Its reference, if one led to it.", max_length=20,
                               width=20, optional=True)  # fmt: skip
    complaint = forms.TextField("Complaint", hint="Its reference, if one led to it.", max_length=20,
                                width=20, optional=True)  # fmt: skip
    rationale = forms.LongTextField("Why does this limit answer that risk?", **LONG)
    alternatives = forms.TextField("First alternative", **FREE | {"max_length": 400})
    why_1 = forms.TextField("Why is it not enough?", **FREE | {"max_length": 400})
    tried_1 = forms.CheckField("It was tried", **FREE)
    other_2 = forms.TextField("Second alternative", max_length=400, optional=True)
    why_2 = forms.TextField("Why is the second not enough?", max_length=400, **FREE)
    tried_2 = forms.CheckField("The second was tried", **FREE)
    other_3 = forms.TextField("Third alternative", max_length=400, optional=True)
    why_3 = forms.TextField("Why is the third not enough?", max_length=400, **FREE)
    tried_3 = forms.CheckField("The third was tried", **FREE)
    rights = forms.LongTextField("What does it take from their rights and daily life?", **LONG)
    safety = forms.LongTextField("What does it make safer?", **LONG)
    proportionality = forms.LongTextField("Why would no less do, and for how long?", **LONG)
    legal_reference = forms.TextField(
        "Section, order, authorisation or clause, with its date",
        hint="Where it rests on one.",
        optional=True,
        max_length=400,
    )
    capacity = forms.ChoiceField("Capacity for this decision", Capacity.choices, **FREE)
    capacity_record = forms.LongTextField(
        "Where and when was it assessed?", **LONG | {"unmarked": False}
    )
    involvement = forms.ChoiceField("Was the person asked?", Involvement.choices, **FREE)
    view = forms.LongTextField("Their view, or why it was impossible to ask", **LONG)
    family = forms.LongTextField(
        "Which family or advocate was involved, and what do they think? Or why nobody?", **LONG
    )
    review_on = forms.DateField("Review date", hint="At most one month away.", **FREE)
    ends_on = forms.DateField("End date", optional=True)
    exit_criteria = forms.LongTextField(
        "Or: what would end it?", hint="Something that can be seen to have happened.", **LONG
    )

    def __init__(self, *args: Any, actions: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actions = {str(one.pk): one for one in actions}
        self.offer("safeguarding_action", [(key, one.what) for key, one in self.actions.items()])

    def record_with(self, incident: Any, complaint: Any) -> Record:
        """The record as the domain takes it, with what led to it."""
        said = self.cleaned_data
        case = getattr(incident, "safeguarding_case", None)
        action = self.actions.get(said["safeguarding_action"])
        plain = (
            "words", "trigger", "rationale", "rights", "safety", "proportionality",
            "legal_basis", "legal_reference", "capacity", "capacity_record", "involvement",
            "view", "family", "review_on", "ends_on", "exit_criteria",
        )  # fmt: skip
        return Record(
            **{name: said[name] for name in plain},
            domains=tuple(said["domains"]),
            scale=said["scale"] or Scale.INDIVIDUAL,
            alternatives=self._alternatives(),
            links=Links(incident, complaint, case, action),
        )

    def _alternatives(self) -> tuple[Other, ...]:
        said = self.cleaned_data
        offered = [
            Other(
                said["alternatives" if n == 1 else f"other_{n}"],
                said[f"why_{n}"],
                bool(said[f"tried_{n}"]),
            )
            for n in NUMBERS
        ]
        return tuple(one for one in offered if one.what.strip() or one.why_not.strip())


SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("What is limited", "", ("person", "words", "domains", "scale", "started_on")),
    ("Why", "", ("trigger", "incident", "complaint", "rationale")),
    (
        "What else was considered or tried",
        "At least one, each with why it is not enough.",
        (
            "alternatives", "why_1", "tried_1",
            "other_2", "why_2", "tried_2", "other_3", "why_3", "tried_3",
        ),
    ),
    ("Rights and safety", "Both, not only safety.", ("rights", "safety", "proportionality")),
    (
        "The law",
        "",
        ("legal_basis", "legal_reference", "capacity", "capacity_record"),
    ),
    ("The person", "", ("involvement", "view", "family")),
    ("When it is reviewed and ends", "", ("review_on", "ends_on", "exit_criteria")),
)  # fmt: skip


class ReviewForm(forms.Form):
    """One decision."""

    risk = forms.ChoiceField("The risk it answers", Risk.choices, **FREE)
    what_changed = forms.LongTextField("What has changed since the last look?", **LONG)
    view = forms.LongTextField("What does the person think now?", **LONG)
    verdict = forms.ChoiceField(
        "Your decision",
        Verdict.choices,
        reveals={
            Verdict.CONTINUE: ["why_not_reduced"],
            Verdict.REDUCE: ["words"],
        },
        **FREE,
    )
    why_not_reduced = forms.LongTextField("If the risk has fallen: why can it not be less?", **LONG)
    words = forms.LongTextField("What is left of it, in plain words?", **LONG)
    reason = forms.LongTextField("Why?", **LONG)
    next_review_on = forms.DateField(
        "Next review", hint="At most one month from today. Not needed where it ends.", **FREE
    )
    ends_on = forms.DateField("A later end date", optional=True)

    @property
    def review(self) -> Review:
        """The decision as the domain takes it."""
        said = self.cleaned_data
        return Review(**{name: said[name] for name in self.fields if name in said})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned.pop("page_version", None)
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.LongTextField("Why is this not authorised, and what instead?", **LONG)


class FilterForm(forms.Form):
    """How the list is narrowed."""

    state = forms.SelectField(
        "State",
        [("live", "In force"), ("all", "All"), *Status.choices],
        optional=True,
        unmarked=True,
    )
    unit = forms.SelectField("Team", [], **FREE)
    domain = forms.SelectField("Part of life", [("", "Any"), *Domain.choices], **FREE)
    scale = forms.SelectField("For whom", [("", "Any"), *Scale.choices], **FREE)
    person = forms.TextField(
        "Reference", hint="Of a person or a restriction", max_length=20, **FREE
    )
    overdue = forms.CheckField("Only those overdue", **FREE)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", [("", "All"), *((str(unit.pk), unit.name) for unit in units)])
