"""The triage form: every part may be empty here, so that the rules can name all gaps at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import Field

from goldthread.domain.incidents.reports import DoneAtOnce
from goldthread.domain.incidents.terms import Potential, Tier, TriageQuestion
from goldthread.domain.incidents.triage_decisions import Decision, QuestionAnswer
from goldthread.domain.incidents.triage_rules import answers_four_questions
from goldthread.web import forms
from goldthread.web.incidents.forms.small import moment
from goldthread.workflow.refusals import Refusal, Refused

ROWS = (1, 2, 3)
LATER: dict[str, Any] = {"optional": True, "unmarked": True}
ACTION_FIELDS = tuple(f"{part}_{row}" for row in ROWS for part in ("what", "by", "on", "at"))
QUESTION_FIELDS = tuple(
    f"{part}_{question}" for question in TriageQuestion for part in ("answer", "reason")
)
ORDER = (
    "again_because",
    "category",
    "why",
    "themes",
    *ACTION_FIELDS,
    "none_needed_because",
    *QUESTION_FIELDS,
    "clinician",
    "partner",
    "potential_harm",
    "national_trigger",
    "tier",
    "override_reason",
)
QUESTION_HINTS = {
    TriageQuestion.SAFEGUARDING: "Yes opens a safeguarding case and tells its lead at once.",
    TriageQuestion.CLINICAL_REVIEW: "Yes asks a named clinician to look at the person's care now.",
    TriageQuestion.PARTNER: "Yes waits until the partner has acknowledged it.",
    TriageQuestion.SERIOUS: "A patient safety incident investigation, or another formal process.",
}
NOT_KNOWN = "not_known"
NATIONAL = [("yes", "Yes, one of these applies"), ("no", "No"), (NOT_KNOWN, "Not known yet")]
NATIONAL_HINT = (
    "A Never Event; a death thought more likely than not due to problems in care; a death while "
    "detained, or under the Mental Capacity Act with concerns about care; a homicide by someone "
    "in mental health care; the death of a child."
)


@dataclass(frozen=True)
class Offered:
    """What may be chosen, by code: categories, themes, tags and clinicians of the organisation."""

    categories: Mapping[str, Any]
    themes: Mapping[str, Any]
    pathways: Mapping[str, Any]
    service_models: Mapping[str, Any]
    clinicians: Mapping[str, Any]
    theme_hints: Mapping[str, str] = field(default_factory=dict)


def by_code(rows: Iterable[Any]) -> dict[str, Any]:
    return {str(row.pk): row for row in rows}


def _named(rows: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(code, str(row)) for code, row in rows.items()]


class TriageForm(forms.Form):
    """`again` asks why there is another decision. `offered` fills the choices."""

    category = forms.SelectField("Category", [], **LATER)
    why = forms.LongTextField("Why does this category fit?", rows=3, max_length=5_000, **LATER)
    potential_harm = forms.ChoiceField(
        "If it happened again, what could believably be the worst result?",
        Potential.choices,
        small=True,
        **LATER,
    )
    national_trigger = forms.ChoiceField(
        "Does a national rule require an investigation?",
        NATIONAL,
        hint=NATIONAL_HINT,
        small=True,
        **LATER,
    )
    themes = forms.ChecksField("Why does this kind of thing happen?", [], small=True, **LATER)
    none_needed_because = forms.LongTextField(
        "If nothing was needed, why not?", rows=2, max_length=2_000, **LATER
    )
    clinician = forms.SelectField("Which clinician?", [], **LATER)
    partner = forms.TextField("Which partner agency?", max_length=160, **LATER)
    partner_on = forms.DateField("Day they were told", past=True, optional=True)
    partner_time = forms.TimeField("Time they were told", optional=True)
    partner_how = forms.TextField(
        "Who was told, and how?", max_length=160, optional=True, hint="Leave empty if not told yet"
    )
    tier = forms.ChoiceField("Tier of review", Tier.choices, **LATER)
    override_reason = forms.LongTextField(
        "If you choose another tier than the tool proposes, why?",
        rows=2,
        max_length=2_000,
        **LATER,
    )
    pathway = forms.SelectField("Pathway", [], optional=True)
    service_model = forms.SelectField("Service model", [], optional=True)
    again_because = forms.LongTextField(
        "What changed since the last decision?", rows=2, max_length=2_000, **LATER
    )

    def __init__(self, *args: Any, offered: Offered, again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        for name in ("pathway", "service_model"):
            rows = getattr(offered, f"{name}s")
            self.offer(name, [("", "Not said"), *_named(rows)])
        self.offer("category", _named(offered.categories))
        self.offer("themes", _named(offered.themes))
        self.offer("clinician", _named(offered.clinicians))
        self.redisplay("themes", hints=dict(offered.theme_hints))
        self._add_questions()
        self._add_rows()
        self.order_fields(ORDER)
        if not again:
            del self.fields["again_because"]

    def _add_questions(self) -> None:
        more = {
            TriageQuestion.CLINICAL_REVIEW: ["clinician"],
            TriageQuestion.PARTNER: ["partner", "partner_how", "partner_on", "partner_time"],
        }
        for question in TriageQuestion:
            self.fields[f"answer_{question}"] = forms.YesNoField(
                question.label,
                hint=QUESTION_HINTS[question],
                reveals={"yes": more[question]} if question in more else {},
                inline=False,
                small=True,
                size="s",
                **LATER,
            )
            self.fields[f"reason_{question}"] = forms.LongTextField(
                "Reason", rows=2, max_length=2_000, **LATER
            )

    def _add_rows(self) -> None:
        for row in ROWS:
            extra: dict[str, Field] = {
                f"what_{row}": forms.TextField("What was done?", max_length=500, **LATER),
                f"by_{row}": forms.TextField("By whom?", max_length=160, **LATER),
                f"on_{row}": forms.DateField("Day", past=True, **LATER),
                f"at_{row}": forms.TimeField("Time", hint="", **LATER),
            }
            self.fields |= extra

    def sketch(self) -> Decision:
        """As much of the decision as is there, for the tool to propose from; never recorded."""
        said = self.cleaned_data
        chosen: dict[str, QuestionAnswer] = {
            question: QuestionAnswer(said.get(f"answer_{question}")) for question in TriageQuestion
        }
        return Decision(
            category=None,
            why="",
            potential_harm=said.get("potential_harm", ""),
            answers=chosen,
            tier="",
            national_trigger=said.get("national_trigger") or NOT_KNOWN,
            themes=tuple(self.offered.themes[code] for code in said.get("themes", [])),
        )

    def decision(self) -> Decision:
        """What was typed, as the domain reads it. Call when the form is valid."""
        said = self.cleaned_data
        return Decision(
            category=self.offered.categories.get(said["category"]),
            why=said["why"],
            potential_harm=said["potential_harm"],
            answers={str(question): self._answer(question) for question in TriageQuestion},
            tier=said["tier"],
            override_reason=said["override_reason"],
            immediate_actions=tuple(self._actions()),
            none_needed_because=said["none_needed_because"],
            national_trigger=said["national_trigger"],
            themes=tuple(self.offered.themes[code] for code in said["themes"]),
            pathway=self.offered.pathways.get(said["pathway"]),
            service_model=self.offered.service_models.get(said["service_model"]),
            again_because=said.get("again_because", ""),
        )

    def _answer(self, question: TriageQuestion) -> QuestionAnswer:
        said = self.cleaned_data
        yes, reason = said[f"answer_{question}"], said[f"reason_{question}"]
        if question == TriageQuestion.CLINICAL_REVIEW:
            clinician = self.offered.clinicians.get(said["clinician"])
            return QuestionAnswer(yes, reason, clinician=clinician)
        if question == TriageQuestion.PARTNER:
            return QuestionAnswer(
                yes,
                reason,
                partner=said["partner"],
                partner_told_at=moment(said["partner_on"], said["partner_time"]),
                partner_told_how=said["partner_how"],
            )
        return QuestionAnswer(yes, reason)

    def _actions(self) -> Iterable[DoneAtOnce]:
        said = self.cleaned_data
        for row in ROWS:
            if said[f"what_{row}"].strip():
                at = moment(said[f"on_{row}"], said[f"at_{row}"])
                yield DoneAtOnce(said[f"what_{row}"].strip(), said[f"by_{row}"], at)

    def add_refusals(self, refused: Refused) -> None:
        """Put the four questions' refusal at each gap, and the actions' at their first row."""
        super().add_refusals(
            Refused(placed for one in refused.refusals for placed in self._placed(one))
        )

    def _placed(self, refusal: Refusal) -> Iterable[Refusal]:
        if refusal.field == "immediate_actions":
            yield Refusal(refusal.code, refusal.sentence, "what_1")
        elif refusal.code == answers_four_questions.code:
            for question in TriageQuestion:
                if self.cleaned_data.get(f"answer_{question}") is None:
                    words = f"{question.label} Answer yes or no."
                    yield Refusal(refusal.code, words, f"answer_{question}")
                if not self.cleaned_data.get(f"reason_{question}", "").strip():
                    words = f"{question.label} Give the reason."
                    yield Refusal(refusal.code, words, f"reason_{question}")
        else:
            yield refusal
