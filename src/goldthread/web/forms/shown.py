"""A form's field with every string its macro needs prepared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

KINDS = {
    "password": "password",
    "checkbox": "check",
    "radio": "radios",
    "select": "select",
    "file": "file",
    "date-parts": "date",
}


class Display(dict[str, Any]):
    """Options by name; one that was not given reads as empty."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True)
class Option:
    """One answer of radios, checkboxes or a drop-down."""

    id: str
    value: str
    label: str
    chosen: bool
    hint: str = ""
    reveals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """What a macro of `components/fields.html` draws."""

    form: Any
    kind: str
    id: str
    name: str
    label: str
    hint: str
    errors: tuple[str, ...]
    optional: bool
    value: Any
    display: Display
    limit: int | None = None
    options: tuple[Option, ...] = ()
    multiple: bool = False
    attributes: Display = field(default_factory=Display)

    @property
    def first_id(self) -> str:
        """Where a link of the error summary lands."""
        if self.kind == "date":
            return f"{self.id}-day"
        return self.options[0].id if self.kind in {"radios", "checks"} and self.options else self.id

    @property
    def described_by(self) -> str:
        ids = [f"{self.id}-hint"] if self.hint else []
        return " ".join([*ids, f"{self.id}-error"] if self.errors else ids)


def shown(bound: BoundField) -> Field:
    """Prepare a bound field, ours or another package's."""
    own = bound.field
    widget = own.widget
    id_ = bound.auto_id or bound.html_name
    value = bound.value()
    if isinstance(widget, forms.MultiWidget) or _kind(own) == "date":
        value = widget.format_value(value)
    return Field(
        form=bound.form,
        kind=_kind(own),
        id=id_,
        name=bound.html_name,
        label=str(bound.label),
        hint=str(own.help_text or ""),
        errors=tuple(str(error) for error in bound.errors),
        optional=not own.required and not getattr(own, "display", {}).get("unmarked"),
        value="" if value is None else value,
        display=Display(getattr(own, "display", {})),
        limit=getattr(own, "limit", None),
        options=tuple(_options(bound, id_, value)) if hasattr(own, "choices") else (),
        multiple=bool(getattr(widget, "allow_multiple_selected", False)),
        attributes=Display({k: str(v) for k, v in widget.attrs.items() if k in PASSED_ON}),
    )


PASSED_ON = {"autocomplete", "inputmode", "maxlength", "autocapitalize", "spellcheck"}


def _kind(own: forms.Field) -> str:
    known = getattr(own, "kind", "")
    if known:
        return str(known)
    if isinstance(own.widget, forms.Textarea):
        return "textarea"
    return KINDS.get(getattr(own.widget, "input_type", "") or "", "text")


def _options(bound: BoundField, id_: str, value: Any) -> list[Option]:
    display = getattr(bound.field, "display", {})
    hints, reveals = display.get("hints", {}), display.get("reveals", {})
    chosen = {str(one) for one in value} if isinstance(value, (list, tuple, set)) else {str(value)}
    if value is None:
        chosen = set()
    return [
        Option(
            # The first answer has the field's own id, so that a link to the field finds it.
            id=id_ if number == 0 else f"{id_}-{number}",
            value=str(code),
            label=str(label),
            chosen=str(code) in chosen,
            hint=str(hints.get(code, "")),
            reveals=tuple(reveals.get(code, ())),
        )
        for number, (code, label) in enumerate(bound.field.choices)  # type: ignore[attr-defined]
    ]


def error_list(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Every error with the id it links to, in the order of the page; empty id for the whole form."""
    found = [("", str(error)) for error in form.non_field_errors()]
    for bound in form:
        if bound.errors and not bound.is_hidden:
            target = shown(bound).first_id
            found += [(target, str(error)) for error in bound.errors]
        elif bound.errors:
            found += [("", str(error)) for error in bound.errors]
    return found


def unrevealed(form: forms.BaseForm) -> list[BoundField]:
    """The visible fields that stand by themselves, leaving out those that an answer reveals."""
    inside = {
        name
        for own in form.fields.values()
        for names in getattr(own, "display", {}).get("reveals", {}).values()
        for name in names
    }
    return [bound for bound in form.visible_fields() if bound.name not in inside]
