"""The shape of a new version: its definition as YAML."""

from __future__ import annotations

from typing import Any

import yaml
from django.core.exceptions import ValidationError

from goldthread.web import forms


class DefinitionForm(forms.Form):
    """A definition typed or pasted as YAML; JSON is YAML too."""

    definition = forms.LongTextField(
        "Definition",
        hint="In YAML. Change the words, add a question or lead an answer elsewhere.",
        max_length=200_000,
        rows=30,
    )
    note = forms.TextField("What changed, and why?", max_length=300, optional=True)

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code

    def clean_definition(self) -> dict[str, Any]:
        try:
            data = yaml.safe_load(self.cleaned_data["definition"])
        except yaml.MarkedYAMLError as wrong:
            line = wrong.problem_mark.line + 1 if wrong.problem_mark else 0
            raise ValidationError(
                f"Line {line} cannot be read: {wrong.problem}. Check the indents and the colons."
            ) from wrong
        except yaml.YAMLError as wrong:
            raise ValidationError(
                "This text has characters that cannot be read. Paste it again as plain text."
            ) from wrong
        if not isinstance(data, dict):
            raise ValidationError("The definition must begin with lines such as “code: my_tool”.")
        if self.code and data.get("code") != self.code:
            raise ValidationError(f"The code stays as it is. Write “code: {self.code}”.")
        return data


def as_yaml(definition: dict[str, Any], first: tuple[str, ...]) -> str:
    """A stored definition as YAML to edit; the keys of `first` lead, because storage keeps no order."""
    ordered = {key: definition[key] for key in first if key in definition} | definition
    return str(yaml.safe_dump(ordered, sort_keys=False, allow_unicode=True, width=100))
