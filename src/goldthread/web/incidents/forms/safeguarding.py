"""Forms of a safeguarding case, one for each step."""

from __future__ import annotations

from goldthread.domain.registers.safeguarding.terms import LeadAgency, OutcomeMet
from goldthread.web import forms


class ReferForm(forms.Form):
    to = forms.TextField(
        "Which agency was it referred to?", hint="For example: the local authority's adult team"
    )
    how = forms.TextField("How was it referred?", hint="For example: by telephone, then by form")


class AcknowledgeForm(forms.Form):
    name = forms.TextField("Who at the agency acknowledged it?", max_length=160)


class LeadForm(forms.Form):
    lead_agency = forms.ChoiceField(
        "Which agency leads?",
        LeadAgency.choices,
        hint="Assumed is shown to everyone until someone confirms it.",
    )
    name = forms.TextField("Name of the agency and of the person", optional=True, max_length=160)
    how = forms.TextField(
        "How do you know?",
        optional=True,
        max_length=300,
        hint="For example: Alex Reed confirmed it by e-mail on 21 November",
    )


class DecideForm(forms.Form):
    threshold_met = forms.YesNoField("Was the threshold for an enquiry met?")
    decision = forms.LongTextField(
        "What was decided, and why?", hint="The reasons count also when the answer is no."
    )
    wanted_outcomes = forms.LongTextField(
        "What does the person want to happen?",
        hint="In their own words where you can. Ask someone who speaks for them if they cannot say.",
        optional=True,
        rows=3,
    )


class CloseForm(forms.Form):
    outcome_met = forms.ChoiceField(
        "Was the outcome the person wanted met?",
        OutcomeMet.choices,
    )
    reason = forms.LongTextField("Why does the case end here?", rows=4)
