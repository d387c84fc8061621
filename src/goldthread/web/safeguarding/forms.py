"""Forms of a safeguarding case, one for each step."""

from __future__ import annotations

from typing import Any, cast

from django.utils import timezone

from goldthread.access.models import User
from goldthread.decision_tools.queries import in_words, runs_of_thread
from goldthread.domain.registers.people import queries as people
from goldthread.domain.registers.safeguarding import queries
from goldthread.domain.registers.safeguarding.terms import (
    AgencyKind,
    DelayReason,
    LeadAgency,
    OutcomeMet,
    Step,
)
from goldthread.web import forms
from goldthread.web.words import when

TYPED = "typed"


class CaseForm(forms.Form):
    """A form about a case; it knows the case and who fills it in."""

    def __init__(self, *args: Any, case: Any, **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, **kwargs)
        self.ready()

    def ready(self) -> None:
        """Offer what depends on the case."""


class LateForm(CaseForm):
    """A step that says why it is late, where it is."""

    step: Step
    delay = forms.SelectField("Why is this late?", DelayReason.choices, optional=True)
    delay_words = forms.LongTextField(
        "Tell us more about the delay", optional=True, rows=2, max_length=2000
    )

    def ready(self) -> None:
        due = queries.late_since(self.case, self.step, timezone.now())
        if due is None and not self.is_bound:
            del self.fields["delay"], self.fields["delay_words"]
        elif due is not None:
            words = f"It was due {when(due)}. Delays are counted by their causes."
            self.fields["delay"].help_text = words
            self.redisplay("delay", unmarked=True)
        self.order_fields([n for n in self.fields if not n.startswith("delay")])


class ReferForm(LateForm):
    step = Step.REFERRAL
    partner = forms.SelectField("Which agency was it referred to?", (), unmarked=True)
    to = forms.TextField(
        "Name of the agency",
        hint="For example: Vale Council, adult safeguarding. It joins the list of partner agencies.",
        max_length=160,
        optional=True,
        unmarked=True,
    )
    how = forms.TextField(
        "How was it referred?", hint="For example: by telephone, then by form", max_length=160
    )

    def ready(self) -> None:
        super().ready()
        listed = list(queries.partners(self.case.organisation_id))
        if not listed:
            del self.fields["partner"]
            return
        named = [(one.name, one.name) for one in listed]
        self.offer("partner", [("", ""), *named, (TYPED, "Another agency, named below")])
        self.fields["partner"].required = False
        self.fields["to"].label = "Name of the agency, if it is not on the list"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = cleaned.pop("partner", "")
        if chosen and chosen != TYPED:
            cleaned["to"] = chosen
        return cleaned


class AcknowledgeForm(LateForm):
    step = Step.ACKNOWLEDGEMENT
    name = forms.TextField("Who at the agency acknowledged it?", max_length=160)


class LeadForm(CaseForm):
    lead_agency = forms.ChoiceField(
        "Which agency leads?",
        LeadAgency.choices,
        hint="Assumed is shown to everyone, and chased, until someone confirms it.",
    )
    name = forms.TextField("Name of the agency and of the person", optional=True, max_length=160)
    confirmed_on = forms.DateField("Day it was confirmed", optional=True, past=True)
    how = forms.TextField(
        "How do you know?",
        optional=True,
        max_length=300,
        hint="For example: Alex Reed confirmed it by e-mail",
    )


class ThresholdForm(CaseForm):
    met = forms.YesNoField("Is the threshold met?")
    reasons = forms.LongTextField(
        "Why?", hint="The reasons count also when the answer is no.", max_length=10_000
    )
    run = forms.SelectField(
        "Which run of the decision tool does it rest on?",
        (),
        optional=True,
        hint="Runs of decision tools on this incident.",
    )

    def ready(self) -> None:
        self.runs = {
            str(run.pk): run
            for run in runs_of_thread(self.case.incident_id)
            if "safeguarding" in run.version.tool.code
        }
        if not self.runs:
            del self.fields["run"]
            return
        told = {pk: in_words(run) for pk, run in self.runs.items()}
        offered = [
            (pk, f"{words.tool}, {when(self.runs[pk].ran_at)}: {words.outcome.label}")
            for pk, words in told.items()
        ]
        self.offer("run", [("", "None"), *offered])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["run"] = self.runs.get(cleaned.get("run", ""))
        return cleaned


class WishesForm(CaseForm):
    wanted = forms.LongTextField(
        "What does the person want to happen?",
        hint="In their own words where you can. Ask someone who speaks for them if they cannot say.",
        rows=4,
    )

    def ready(self) -> None:
        self.initial = {"wanted": self.case.wanted_outcomes} | dict(self.initial or {})


class PersonForm(CaseForm):
    reference = forms.TextField(
        "Reference of the person",
        hint="For example P-00042. Find or record the person under People first.",
        width=10,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        typed = cleaned.pop("reference", "")
        if typed and self.request is not None:
            cleaned["person"] = people.with_reference(cast("User", self.request.user), typed)
            if cleaned["person"] is None:
                self.add_error("reference", "No person you can see has this reference")
        return cleaned


class DecideForm(LateForm):
    step = Step.DECISION
    threshold_met = forms.YesNoField("Does the authority open an enquiry?")
    decision = forms.LongTextField(
        "What was decided, and why?", hint="The reasons count also when the answer is no."
    )
    wanted_outcomes = forms.LongTextField(
        "What does the person want to happen?",
        hint="In their own words where you can. Leave it as it stands if nothing has changed.",
        optional=True,
        rows=3,
    )

    def ready(self) -> None:
        super().ready()
        self.initial = {"wanted_outcomes": self.case.wanted_outcomes} | dict(self.initial or {})


class CloseForm(CaseForm):
    outcome_met = forms.ChoiceField(
        "Was the outcome the person wanted met?",
        OutcomeMet.choices,
    )
    reason = forms.LongTextField(
        "Why does the case end here?",
        hint="If the person was not asked what they wanted, say why not.",
        rows=4,
    )

    def ready(self) -> None:
        if self.case.wanted_outcomes:
            words = f"On record: {self.case.wanted_outcomes}"
            self.fields["outcome_met"].help_text = words


class NoteForm(CaseForm):
    text = forms.LongTextField("Note", max_length=10_000)


class LadderForm(CaseForm):
    rung = forms.SelectField("Which step of the ladder?", ())
    name = forms.TextField("Who was contacted?", max_length=160)
    role = forms.TextField("What is their role?", max_length=160, hint="For example: team manager")
    how = forms.TextField("How?", max_length=160, hint="For example: telephone, then e-mail")
    response = forms.LongTextField(
        "What did they answer?", rows=3, hint="“No answer” is an answer."
    )

    def ready(self) -> None:
        offered = [
            (f"{ladder.clock.kind}:{rung.number}", f"{ladder.clock.label}: {rung.label}")
            for ladder in queries.ladders(self.case, timezone.now())
            if ladder.clock.ended_at is None
            for rung in ladder.rungs
        ]
        self.offer("rung", [("", ""), *offered])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        waits_for, _, number = cleaned.pop("rung", "").partition(":")
        return cleaned | {"waits_for": waits_for, "rung": int(number or 0)}


class ActionForm(CaseForm):
    what = forms.LongTextField("What is to be done?", rows=3, max_length=2000)
    due_on = forms.DateField("By which day?")
    owner_email = forms.EmailField(
        "E-mail address of the colleague who does it",
        optional=True,
        hint="Leave this empty if a partner does it.",
    )
    owner_agency = forms.TextField("Or the partner agency", optional=True, max_length=160)
    owner_name = forms.TextField("Name of the person there", optional=True, max_length=160)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        address = cleaned.pop("owner_email", "")
        cleaned["owner"] = queries.colleague(self.case, address) if address else None
        if address and cleaned["owner"] is None:
            self.add_error("owner_email", "Nobody here has this e-mail address")
        return cleaned


class ConfirmForm(forms.Form):
    done = forms.YesNoField("Is it done?")
    note = forms.LongTextField(
        "What stands in the way, and what happens next?",
        optional=True,
        rows=3,
        hint="Needed where it is not done.",
    )


class DropForm(forms.Form):
    why = forms.LongTextField("Why is it not needed any more?", rows=3)


class AgencyForm(forms.Form):
    name = forms.TextField("Name of the agency", max_length=160)
    kind = forms.SelectField("Kind of agency", AgencyKind.choices)
    contact = forms.TextField(
        "How to reach them",
        optional=True,
        max_length=200,
        hint="For example: duty desk, 01632 960100, weekdays 9 to 5",
    )
    in_use = forms.YesNoField("Offer it when a case is referred?")


WHO = (
    ("us", "Us"),
    ("partner", "A partner"),
)


class FilterForm(forms.Form):
    show = forms.SelectField(
        "Cases", (("active", "Active"), ("closed", "Closed"), ("all", "All")), optional=True
    )
    waits = forms.SelectField("Waiting for", WHO, optional=True)
    overdue = forms.CheckField("Something is overdue", optional=True)
    assumed = forms.CheckField("The lead is only assumed", optional=True)
