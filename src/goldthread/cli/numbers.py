"""A column of numbers as people and spreadsheets write them.

1234, 1,234.5, 1 234, £1,234, 12.5%, -3, 1.2e3. Which mark is the decimal point belongs to the
column: "3,5" can only be a decimal comma, "1,234.5" and "1,234,567" only thousands. "1,234" alone
is read as a thousand and "1.234" as a fraction, as is usual in Britain. Either is refused in a
file separated by semicolons, as spreadsheets of the continent write it, and both in one column are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from goldthread.cli.refusals import Refused
from goldthread.interchange.importing.values.blanks import is_blank, tidy

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f ’'", " ") | {"−": "-"})
_GROUPED_BY_SPACES = re.compile(r"\d{1,3}( \d{3})+([.,]\d+)?")
_INFINITE = re.compile(r"[-+]?(inf(inity)?|∞)", re.IGNORECASE)
_PLAIN = re.compile(r"\d+(e[-+]?\d+)?", re.IGNORECASE)
_EITHER_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")
_EITHER_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_BRITISH = re.compile(
    r"\d{1,3}(,\d{3})+\.\d+|[1-9]\d{0,2}(,\d{3}){2,}|\d*\.\d+(e[-+]?\d+)?|\d+\.(e[-+]?\d+)?",
    re.IGNORECASE,
)
_EUROPEAN = re.compile(
    r"\d{1,3}(\.\d{3})+,\d+|[1-9]\d{0,2}(\.\d{3}){2,}|\d*,\d+(e[-+]?\d+)?", re.IGNORECASE
)
_FORMS = (
    ("plain", _PLAIN),
    ("either comma", _EITHER_COMMA),
    ("either point", _EITHER_POINT),
    ("British", _BRITISH),
    ("European", _EUROPEAN),
)


@dataclass
class Numbers:
    """One number a row, None where the cell says nothing; `percent`: they had percent signs, which
    leave them as they stand (12.5% is 12.5)."""

    values: list[float | None]
    percent: bool = False
    warnings: list[str] = field(default_factory=list)


def read_numbers(cells: Sequence[str], column: str, separator: str = ",") -> Numbers:
    """Refused, naming the row, for what is not a finite number or can be read in two ways."""
    bare = {at: _bare(cell) for at, cell in enumerate(cells) if not is_blank(cell)}
    forms = {at: _form(text, cells[at], at) for at, text in bare.items()}
    comma_is_decimal, warnings = _decimal_comma(forms, cells, column, separator)
    values: list[float | None] = [None] * len(cells)
    for at, text in bare.items():
        values[at] = _number(text, comma_is_decimal)
        if not isfinite(values[at] or 0):
            raise Refused(f"Row {at} has '{cells[at]}' for a value, which is not a finite number.")
    return Numbers(values, _percent(cells, bare, values), warnings)


def _bare(cell: str) -> str:
    text = tidy(cell).translate(_SPACES).strip().removesuffix("%").rstrip().replace("£", "", 1)
    sign = "-" if text.startswith("-") else ""
    body = text.removeprefix(sign).removeprefix("+").strip()
    return sign + (body.replace(" ", "") if _GROUPED_BY_SPACES.fullmatch(body) else body)


def _form(text: str, cell: str, at: int) -> str:
    if _INFINITE.fullmatch(text):
        raise Refused(f"Row {at} has '{cell}' for a value, which is not a finite number.")
    body = text.removeprefix("-")
    for name, form in _FORMS:
        if form.fullmatch(body):
            return name
    hidden = " It hides a small number." if cell.strip().startswith("<") else ""
    raise Refused(f"Row {at} has '{cell}' for a value, which is not a number.{hidden}")


def _decimal_comma(
    forms: dict[int, str], cells: Sequence[str], column: str, separator: str
) -> tuple[bool, list[str]]:
    """Whether commas are decimal points in this column, and what to say of it."""
    first = {form: cells[at].strip() for at, form in reversed(forms.items())}
    british, european = first.get("British"), first.get("European")
    if british and european:
        raise Refused(
            f"The column '{column}' has '{european}' and '{british}': write all its numbers with "
            "the same decimal mark."
        )
    if european:
        return True, [f"Commas in '{column}' were read as decimal points, as in '{european}'."]
    comma, point = first.get("either comma"), first.get("either point")
    if not british and ((separator == ";" and (comma or point)) or (comma and point)):
        raise Refused(
            f"The column '{column}' has '{comma or point}', which may be a thousand and more or a "
            "fraction: write thousands without a mark."
        )
    if not comma:
        return False, []
    return False, [f"Commas in '{column}' were read as thousands, as in '{comma}'."]


def _number(text: str, comma_is_decimal: bool) -> float:
    if comma_is_decimal:
        return float(text.replace(".", "").replace(",", "."))
    return float(text.replace(",", ""))


def _percent(cells: Sequence[str], bare: dict[int, str], values: Sequence[float | None]) -> bool:
    """Nought needs no sign; any other number without one among numbers with one is refused."""
    signed = [at for at in bare if cells[at].rstrip().endswith("%")]
    bald = [at for at in bare if at not in set(signed) and values[at] != 0]
    if signed and bald:
        raise Refused(
            f"Row {signed[0]} has '{cells[signed[0]]}' and row {bald[0]} has '{cells[bald[0]]}': "
            "write the percent sign everywhere or nowhere."
        )
    return bool(signed)
