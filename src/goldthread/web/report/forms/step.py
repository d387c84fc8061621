"""A page of the report: made from what is posted, or shows what the draft holds."""

from __future__ import annotations

from typing import Any

from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldthread.web import forms
from goldthread.web.report.answers import Answers, Typed


class StepForm(forms.Form):
    """A page of the report. Made from what is posted, or shows what the draft holds.

    `domain_fields` says at which of its fields a refusal of the domain belongs. A public page
    carries no token that names who is signed in.
    """

    domain_fields: dict[str, str] = {}

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        self.answers = answers
        self.prefilled = False
        super().__init__(*args, **kwargs)
        self.fit()

    def fit(self) -> None:
        """Drop or fill what depends on the draft."""

    @classmethod
    def shown_to(cls, request: HttpRequest, answers: Answers, step: str) -> StepForm:
        """What was typed before, over a sign-in or on an earlier visit; never with errors."""
        form = cls.of(request, answers=answers)
        if form.restored is None and (typed := answers.typed(step)) is not None:
            form = cls(typed, request=request, answers=answers)
            form.prefilled = True
        return form

    def full_clean(self) -> None:
        if self.prefilled:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    @property
    def tokens(self) -> SafeString:
        if self.answers.channel.signed_in:
            return super().tokens
        assert self.request is not None  # noqa: S101 - a public page is always made for a request
        html = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        return format_html(html, get_token(self.request))


def check(form_class: type[StepForm], answers: Answers, typed: Typed) -> StepForm:
    """A page made again from what the draft holds, with its errors worked out."""
    form = form_class(MultiValueDict(typed), answers=answers)
    form.is_valid()
    return form
