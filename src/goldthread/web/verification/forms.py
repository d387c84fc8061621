"""What people type while verifying."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from goldthread.access.queries import holders
from goldthread.access.terms import Permission
from goldthread.domain.verification.frames import Frame, read_frame
from goldthread.domain.verification.from_registers import frame_from_cohort
from goldthread.domain.verification.terms import (
    FrameSource,
    Next,
    PracticeChanged,
    RepeatRisk,
)
from goldthread.instruments.queries import instruments_of
from goldthread.web import forms
from goldthread.workflow.refusals import refuse

MOST_BYTES = 2 * 1024 * 1024


class PlanForm(forms.Form):
    """The plan before checking begins."""

    measure = forms.TextField("What is measured?")
    standard = forms.NumberField(
        "Standard to meet", suffix="%", min_value=1, max_value=100, width=3
    )
    instrument = forms.SelectField(
        "Instrument",
        (),
        hint="The same questions are asked at the baseline and after the change.",
        optional=True,
    )
    sample_size = forms.NumberField(
        "Cases in each round",
        hint="Twenty in all is the least that says much. Five a week for four weeks is twenty.",
        min_value=1,
        max_value=500,
        width=3,
    )
    rounds_planned = forms.NumberField("Rounds", min_value=1, max_value=12, width=2)
    days_between = forms.NumberField(
        "Days between rounds", hint="7 is weekly.", min_value=1, max_value=365, width=3
    )
    begins_on = forms.DateField("First check on or after", optional=True)
    verifier = forms.SelectField("Verifier", (), hint="Anyone but the owner.", optional=True)

    def __init__(self, *args: Any, plan: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(p.pk): p for p in holders(Permission.VERIFICATION_WORK, plan.unit)}
        self.people.pop(str(plan.action.owner_id), None)
        named = [(pk, person.name) for pk, person in self.people.items()]
        self.offer("verifier", [("", "Whoever verifies here"), *named])
        owned = [(one.code, one.name) for one in instruments_of(plan.organisation_id)]
        self.offer("instrument", [("", "Choose"), *owned])


class DrawForm(forms.Form):
    """The list a sample is drawn from, and how."""

    pasted = forms.LongTextField(
        "Paste the whole list",
        hint="One case a line, or a table with headings whose first column names the case. "
        "Record numbers are enough; names are not needed.",
        rows=6,
        max_length=400_000,
        optional=True,
    )
    uploaded = forms.FileField("Or upload it", hint="A CSV or text file.", optional=True)
    from_product = forms.CheckField(
        "Or use what this product holds",
        hint="Incidents of the same themes in this service; for the audit of restrictions, those "
        "in force here; for audits of safeguarding, the cases with another agency; by reference.",
        optional=True,
    )
    since = forms.DateField("From", optional=True, past=True)
    until = forms.DateField("Until", optional=True, past=True)
    cohort = forms.SelectField(
        "Or a frozen high-risk cohort", (), hint="Cases are named by reference.", optional=True
    )
    size = forms.NumberField("How many to draw", min_value=1, max_value=500, width=3)
    stratify = forms.TextField(
        "Share the sample between the groups of this column",
        hint="For example, team. Leave it empty for a simple random sample.",
        optional=True,
    )
    exclude = forms.LongTextField(
        "Leave out",
        hint="One rule a line, for example: status == closed. The rule is kept as the reason.",
        rows=2,
        optional=True,
    )
    seed = forms.TextField(
        "Seed", hint="Leave it empty and one is made. The same seed draws the same cases.",
        optional=True, width=20,
    )  # fmt: skip

    def __init__(self, *args: Any, cohorts: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cohorts = {str(one.pk): one for one in cohorts}
        if self._cohorts:
            named = [(key, f"{one.name} ({one.size:,})") for key, one in self._cohorts.items()]
            self.offer("cohort", [("", "None"), *named])
        else:
            del self.fields["cohort"]

    @property
    def rules(self) -> list[str]:
        """The exclusions, one a line."""
        return [line for line in self.cleaned_data["exclude"].splitlines() if line.strip()]

    def frame(self, queried: Any) -> Frame:
        """The list given in one of the four ways. Raises Refused for none or an unreadable one.

        `queried` gives the product's own list between two days.
        """
        said = self.cleaned_data
        cohort = self._cohorts.get(said.get("cohort", ""))
        if cohort is not None:
            return frame_from_cohort(cohort)
        if said["from_product"]:
            if not said["since"] or not said["until"]:
                raise refuse("VER-20", "Give both days for the list from this product.", "since")
            found: Frame = queried(said["since"], said["until"])
            return found
        if said["uploaded"]:
            return read_frame(
                _text_of(said["uploaded"]), FrameSource.UPLOADED, said["uploaded"].name
            )
        return read_frame(said["pasted"], FrameSource.PASTED)


def _text_of(upload: Any) -> str:
    if upload.size > MOST_BYTES:
        raise refuse(
            "VER-20", "The file is larger than 2 MB. A list of cases is smaller.", "uploaded"
        )
    raw = upload.read()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return str(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise refuse("VER-20", "The file is not text. Save it as CSV and try again.", "uploaded")


class SettingForm(forms.Form):
    setting = forms.TextField(
        "Where was this seen?", hint="For example, Monday handover. No names."
    )


class ReasonForm(forms.Form):
    reason = forms.LongTextField("Why could this case not be checked?", rows=3, max_length=1000)


class CorrectionForm(forms.Form):
    reason = forms.TextField("What was wrong with the first answers?")


class VerdictForm(forms.Form):
    """Two separate verdicts, the reason, and what follows."""

    practice_changed = forms.ChoiceField("Did practice change?", PracticeChanged.choices)
    repeat_risk = forms.ChoiceField(
        "Is it less likely to happen again?",
        RepeatRisk.choices,
        hint="A separate question: practice can change while the risk does not.",
    )
    reason = forms.LongTextField(
        "Why?", hint="What you saw, and how sure it makes you.", rows=4, max_length=4000
    )
    next_step = forms.ChoiceField(
        "What follows, if it is not shown to be effective?",
        [("", "Nothing: it is effective"), *Next.choices],
        optional=True,
    )
    next_due_on = forms.DateField("By when?", optional=True, future=True)


class RecheckForm(forms.Form):
    sustained = forms.YesNoField("Has the change held?")
    reason = forms.LongTextField("What did the re-check show?", rows=3, max_length=2000)
