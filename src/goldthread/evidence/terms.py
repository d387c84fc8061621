"""Types of evidence with the fields each needs, CQC's categories, and the files we keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models


class CqcCategory(models.TextChoices):
    """CQC's six categories of evidence (single assessment framework)."""

    PEOPLES_EXPERIENCE = "peoples_experience", "People’s experience of care"
    STAFF_FEEDBACK = "staff_feedback", "Feedback from staff and leaders"
    PARTNER_FEEDBACK = "partner_feedback", "Feedback from partners"
    OBSERVATION = "observation", "Observation"
    PROCESSES = "processes", "Processes"
    OUTCOMES = "outcomes", "Outcomes"


class FieldKind(models.TextChoices):
    """How a field's value is written: dates as `2026-11-21`, numbers as whole numbers."""

    TEXT = "text", "Text"
    LONG_TEXT = "long_text", "Longer text"
    DATE = "date", "Date"
    NUMBER = "number", "Whole number"
    CHOICE = "choice", "One of a list"
    LINK = "link", "Web address"


Values = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One thing to be said about a piece of evidence. `ask` is what a refusal asks for."""

    code: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    ask: str = ""
    hint: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def request(self) -> str:
        """The sentence that asks for the field when it is empty."""
        return f"Enter {self.ask or self.label[0].lower() + self.label[1:]}."


@dataclass(frozen=True)
class EvidenceType:
    """A kind of proof, what must be said about it, and how it reads in one line.

    `needs_file` is true where nothing but the file itself proves anything.
    """

    code: str
    label: str
    fields: tuple[Field, ...]
    line: Callable[[Values], str]
    cqc_category: CqcCategory = CqcCategory.PROCESSES
    needs_file: bool = False

    def field(self, code: str) -> Field:
        return next(field for field in self.fields if field.code == code)


RESULTS = (
    ("competent", "Competent"),
    ("partly", "Competent with support"),
    ("not_yet", "Not yet competent"),
)
LIVE_ON = Field("live_on", "Live date", FieldKind.DATE, "the date it went live")
NOTE = Field("note", "Note", FieldKind.LONG_TEXT, required=False)


def share(values: Values) -> str:
    """`18 of 20 (90%)`; an unknown or empty number of eligible people gives no percentage."""
    attended, eligible = int(values.get("attended") or 0), int(values.get("eligible") or 0)
    return f"{attended} of {eligible} ({attended / eligible:.0%})" if eligible else str(attended)


def result_label(values: Values) -> str:
    """The words for a competency result."""
    return dict(RESULTS).get(str(values.get("result")), "").lower()


def _about(label: str, *codes: str) -> Callable[[Values], str]:
    """A line of the label and the named values, those that are there."""

    def line(values: Values) -> str:
        said = ", ".join(str(values[code]) for code in codes if values.get(code))
        return f"{label}: {said}" if said else label

    return line


TYPES: dict[str, EvidenceType] = {
    kind.code: kind
    for kind in (
        EvidenceType(
            "template",
            "Updated template",
            (
                Field("title", "Template", ask="the name of the template"),
                Field("version_before", "Version before", ask="the version it replaces"),
                Field("version_after", "Version after", ask="the new version"),
                LIVE_ON,
            ),
            lambda v: (
                f"Template: {v.get('title')}, version {v.get('version_before')} "
                f"replaced by {v.get('version_after')}"
            ),
        ),
        EvidenceType(
            "supervision_record",
            "Supervision record",
            (
                Field("supervisor", "Supervisor", ask="who supervised"),
                Field("held_on", "Date of supervision", FieldKind.DATE),
                Field("discussed", "What was discussed", FieldKind.LONG_TEXT),
            ),
            _about("Supervision", "supervisor"),
            CqcCategory.STAFF_FEEDBACK,
        ),
        EvidenceType(
            "training_attendance",
            "Training attendance",
            (
                Field("title", "Training", ask="the name of the training"),
                Field("held_on", "Date of training", FieldKind.DATE),
                Field("attended", "Attended", FieldKind.NUMBER, "how many people attended"),
                Field("eligible", "Eligible", FieldKind.NUMBER, "how many people should attend"),
            ),
            lambda v: f"Training: {v.get('title')}, {share(v)} attended",
        ),
        EvidenceType(
            "competency_check",
            "Competency check",
            (
                Field("assessor", "Assessor", ask="who assessed"),
                Field("assessed", "Person assessed", ask="who was assessed"),
                Field("result", "Result", FieldKind.CHOICE, choices=RESULTS),
                Field("held_on", "Date of check", FieldKind.DATE),
            ),
            lambda v: f"Competency check: {result_label(v)}",
        ),
        EvidenceType(
            "pathway_document",
            "Revised pathway document",
            (
                Field("title", "Title", ask="the title of the document"),
                Field("version", "Version"),
                LIVE_ON,
            ),
            lambda v: f"Pathway document: {v.get('title')}, version {v.get('version')}",
        ),
        EvidenceType(
            "process_change",
            "Process change",
            (
                Field("before", "How it was done before", FieldKind.LONG_TEXT),
                Field("after", "How it is done now", FieldKind.LONG_TEXT),
                LIVE_ON,
            ),
            lambda v: f"Process change: {str(v.get('after'))[:120]}",
        ),
        EvidenceType(
            "interface_agreement",
            "Interface agreement",
            (
                Field("partner", "Partner agency", ask="the partner agency"),
                Field("agreed_on", "Date agreed", FieldKind.DATE),
                Field("agreed", "What was agreed", FieldKind.LONG_TEXT),
            ),
            _about("Interface agreement", "partner"),
            CqcCategory.PARTNER_FEEDBACK,
        ),
        EvidenceType(
            "meeting_minute",
            "Meeting minute",
            (
                Field("meeting", "Meeting", ask="the name of the meeting"),
                Field("held_on", "Date of meeting", FieldKind.DATE),
                Field("decided", "What was decided", FieldKind.LONG_TEXT),
            ),
            _about("Minute", "meeting"),
        ),
        EvidenceType(
            "photograph",
            "Photograph",
            (
                Field("shows", "What it shows"),
                Field("taken_on", "Date taken", FieldKind.DATE),
            ),
            _about("Photograph", "shows"),
            CqcCategory.OBSERVATION,
            needs_file=True,
        ),
        EvidenceType(
            "link",
            "Link",
            (
                Field("title", "What it is"),
                Field("address", "Web address", FieldKind.LINK, hint="Starts with https://"),
            ),
            _about("Link", "title"),
        ),
        EvidenceType(
            "care_plan_update",
            "Care-plan update",
            (
                Field("updated_on", "Date updated", FieldKind.DATE),
                Field("change", "What changed in the plan", FieldKind.LONG_TEXT),
                Field("involvement", "How the person was involved", FieldKind.LONG_TEXT),
            ),
            _about("Care-plan update"),
            CqcCategory.OUTCOMES,
        ),
        EvidenceType(
            "observation",
            "Observation",
            (
                Field("observer", "Observer", ask="who observed"),
                Field("setting", "Setting", ask="where it was observed"),
                Field("observed_on", "Date observed", FieldKind.DATE),
                Field("seen", "What was seen", FieldKind.LONG_TEXT),
            ),
            _about("Observation", "setting"),
            CqcCategory.OBSERVATION,
        ),
        EvidenceType(
            "decision_tool_run",
            "Decision made with a tool",
            (
                Field("tool", "Decision tool", ask="the name of the tool"),
                Field("version", "Version of the tool", FieldKind.NUMBER),
                Field("outcome", "Outcome", ask="what was decided"),
                Field("decided_on", "Date decided", FieldKind.DATE),
                Field("run", "Number of the run", FieldKind.NUMBER, required=False),
            ),
            lambda v: f"Decision: {v.get('outcome')} ({v.get('tool')}, version {v.get('version')})",
        ),
        EvidenceType(
            "other_document",
            "Other document",
            (Field("title", "Title", ask="the title of the document"), NOTE),
            _about("Document", "title"),
            needs_file=True,
        ),
    )
}

TYPE_CHOICES = [(kind.code, kind.label) for kind in TYPES.values()]


@dataclass(frozen=True)
class FileKind:
    """A kind of file we keep: its media type, its plain name and the endings it may carry."""

    media_type: str
    label: str
    endings: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument"
FILE_KINDS: dict[str, FileKind] = {
    kind.media_type: kind
    for kind in (
        FileKind("image/jpeg", "JPEG photograph", ("jpg", "jpeg", "jpe", "jfif")),
        FileKind("image/png", "PNG picture", ("png",)),
        FileKind("application/pdf", "PDF document", ("pdf",)),
        FileKind(f"{_OFFICE}.wordprocessingml.document", "Word document", ("docx",)),
        FileKind(f"{_OFFICE}.spreadsheetml.sheet", "Excel workbook", ("xlsx",)),
        FileKind("text/csv", "CSV file", ("csv",)),
        FileKind("text/plain", "text file", ("txt", "text", "log", "md")),
    )
}
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG"}  # media type to Pillow's name of it
ACCEPTED = "JPEG, PNG, PDF, Word (docx), Excel (xlsx), CSV or text"
# What a browser offers to choose from; what counts is read from the file itself.
CHOOSABLE = ",".join(f".{ending}" for kind in FILE_KINDS.values() for ending in kind.endings)
