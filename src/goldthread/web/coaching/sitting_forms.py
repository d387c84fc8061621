"""What a supervisor types while a vignette is sat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.domain.learning.coaching.drafts import Sat
from goldthread.domain.learning.coaching.terms import FOLLOW_UP_QUESTION
from goldthread.web import forms
from goldthread.web.instruments.forms import COMMENT, AnswersForm


class TeamForm(forms.Form):
    """Whose staff sits it."""

    unit = forms.SelectField("Which team?", [])

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {str(one.pk): one for one in units}
        self.offer("unit", [(key, one.name) for key, one in self._units.items()])

    @property
    def chosen(self) -> Unit:
        return self._units[self.cleaned_data["unit"]]


class SittingForm(AnswersForm):
    """The answers, and around them who sat it, when, and what follows if it was not safe.

    What will be done to help is asked once: the vignette's own question gives way to the field.
    """

    ABOUT = ("staff", "sat_on")
    AFTER = (FOLLOW_UP_QUESTION, "follow_up_by")

    def __init__(self, *args: Any, unit: Unit, staff: Iterable[User], version: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.unit, self.version = unit, version
        self._staff = {str(one.pk): one for one in staff}
        self.fields.pop(FOLLOW_UP_QUESTION + COMMENT, None)
        people = [(key, one.name) for key, one in self._staff.items()]
        self.fields["staff"] = forms.SelectField("Who sits it?", people)
        self.fields["sat_on"] = forms.DateField("When?", past=True)
        self.fields[FOLLOW_UP_QUESTION] = forms.LongTextField(
            "What will be done to help?",
            hint="If the decision was not safe.",
            max_length=1000,
            rows=3,
            optional=True,
            unmarked=True,
        )
        self.fields["follow_up_by"] = forms.DateField(
            "By when is it sat again?", hint="If it was not safe.", optional=True, unmarked=True
        )

    @property
    def sat(self) -> Sat:
        """The sitting of a valid form. A day in the past counts from noon, today from now."""
        said, now = self.cleaned_data, timezone.now()
        noon = timezone.make_aware(dt.datetime.combine(said["sat_on"], dt.time(12)))
        return Sat(
            unit=self.unit,
            staff=self._staff[said["staff"]],
            version=self.version,
            answers=self.answers,
            comments=self.comments,
            sat_at=now if said["sat_on"] == timezone.localdate(now) else noon,
            follow_up=said[FOLLOW_UP_QUESTION],
            follow_up_by=said["follow_up_by"],
        )
