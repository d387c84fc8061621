"""Forms of a partner's page. They carry no tokens of a session: there is none."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldthread.web import forms


class PartnerForm(forms.Form):
    """A form for someone who is nobody here."""

    @property
    def tokens(self) -> SafeString:
        """Only the version that was read."""
        if self.record is None:
            return SafeString("")
        return format_html('<input type="hidden" name="seen" value="{}">', self.record.version)


class CodeForm(PartnerForm):
    code = forms.TextField(
        "Your code",
        hint="Six digits. It is sent only to the person this link was made for.",
        width=10,
        autocomplete="one-time-code",
        inputmode="numeric",
        missing="Enter the code, or ask for one first",
    )


class AnswerForm(PartnerForm):
    answer = forms.ChoiceField(
        "Your answer",
        [("agrees", "I agree, for my agency"), ("asks", "I ask for a change")],
        reveals={"asks": ["words"]},
    )
    words = forms.LongTextField(
        "What would you like to change?",
        optional=True,
        unmarked=True,
        rows=4,
        max_length=5000,
        hint="Please do not name anyone who uses the service.",
    )
    name = forms.TextField("Your name", max_length=160, autocomplete="name")
    role = forms.TextField("Your role", max_length=160, autocomplete="organization-title")


class AcknowledgeForm(PartnerForm):
    name = forms.TextField("Your name", max_length=160, autocomplete="name")
    role = forms.TextField("Your role", max_length=160, autocomplete="organization-title")
