"""What a reporter writes after the report."""

from __future__ import annotations

from goldthread.web import forms


class WriteForm(forms.Form):
    text = forms.LongTextField(
        "Write to the patient-safety team",
        rows=5,
        max_length=10_000,
        hint="Add something you left out, answer a question or ask one.",
        missing="Write something first",
    )
    asks = forms.CheckField("This is a question, and I would like an answer", optional=True)


class CodeForm(forms.Form):
    code = forms.TextField(
        "Your follow-up code",
        hint="12 letters and numbers, for example ABCD-2345-EFGH. Capitals and dashes do not matter.",
        width=20,
        autocomplete="off",
        missing="Enter the code you were given when you sent your report",
    )
