"""The tables of incidents."""

from goldthread.domain.incidents.models.account import (
    Addendum,
    ImmediateAction,
    Message,
    PersonAffected,
    SequenceStep,
)
from goldthread.domain.incidents.models.draft import ReportDraft
from goldthread.domain.incidents.models.incident import Incident, IncidentTheme, IncidentViewer
from goldthread.domain.incidents.models.settings import (
    Category,
    ReferenceCounter,
    SavedView,
    Tag,
    Theme,
)
from goldthread.domain.incidents.models.triage import Stabilisation, Triage, TriageAnswer

__all__ = [
    "Addendum",
    "Category",
    "ImmediateAction",
    "Incident",
    "IncidentTheme",
    "IncidentViewer",
    "Message",
    "PersonAffected",
    "ReferenceCounter",
    "ReportDraft",
    "SavedView",
    "SequenceStep",
    "Stabilisation",
    "Tag",
    "Theme",
    "Triage",
    "TriageAnswer",
]
