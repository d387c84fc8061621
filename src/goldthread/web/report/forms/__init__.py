"""The questions of a report, one form a page."""

from goldthread.web.report.forms.happened import (
    SEQUENCE_ROWS,
    AlertForm,
    DoneForm,
    KindForm,
    MoreForm,
    PlaceFields,
    PotentialForm,
    SafeForm,
    SequenceForm,
    WhatForm,
    WhereForm,
)
from goldthread.web.report.forms.people import AnyoneForm, MorePeopleForm, PersonForm
from goldthread.web.report.forms.reporter import FilesForm, NameForm, YouForm
from goldthread.web.report.forms.step import StepForm, check
from goldthread.web.report.forms.when import WhenForm

__all__ = [
    "SEQUENCE_ROWS",
    "AlertForm",
    "AnyoneForm",
    "DoneForm",
    "FilesForm",
    "KindForm",
    "MoreForm",
    "MorePeopleForm",
    "NameForm",
    "PersonForm",
    "PlaceFields",
    "PotentialForm",
    "SafeForm",
    "SequenceForm",
    "StepForm",
    "WhatForm",
    "WhenForm",
    "WhereForm",
    "YouForm",
    "check",
]
