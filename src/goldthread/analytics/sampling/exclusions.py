"""Who is left out of a sample, said in a small safe expression such as `status == closed`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_EXPRESSION = re.compile(
    r"^\s*(?P<column>[^=!<>]+?)\s*(?P<sign>==|!=|<=|>=|=|<|>)\s*(?P<value>.*?)\s*$"
)


@dataclass(frozen=True)
class Exclusion:
    """Rows where `column` compares so with `value` are left out; `reason` is what was typed."""

    column: str
    sign: str
    value: str
    reason: str

    def matches(self, row: Mapping[str, object]) -> bool:
        """Text compares without regard to case or outer spaces; < and > compare numbers when both
        sides are numbers, otherwise text, so ISO dates order rightly. A blank is never < or >."""
        held = _text(row.get(self.column)).casefold()
        wanted = self.value.casefold()
        if self.sign == "==":
            return held == wanted
        if self.sign == "!=":
            return held != wanted
        return bool(held) and _ordered(held, self.sign, wanted)


def parse_exclusion(expression: str, columns: Iterable[str]) -> Exclusion:
    """Read `column == value` (or = != < <= > >=); quotes round either side may be left off.

    ValueError, with a sentence, when it cannot be read or names a column that is not there.
    """
    found = _EXPRESSION.match(expression)
    if not found:
        raise ValueError(
            f"The exclusion '{expression}' cannot be read: write it as column == value."
        )
    column, value = _unquote(found["column"]), _unquote(found["value"])
    held = list(columns)
    if column not in held:
        raise ValueError(
            f"The exclusion '{expression}' names the column '{column}', which is not in the file. "
            f"It has: {', '.join(held)}."
        )
    sign = "==" if found["sign"] == "=" else found["sign"]
    return Exclusion(column, sign, value, expression.strip())


def _ordered(held: str, sign: str, wanted: str) -> bool:
    left: float | str = held
    right: float | str = wanted
    try:
        left, right = float(held), float(wanted)
    except ValueError:
        left, right = held, wanted
    if left == right:
        return sign in {"<=", ">="}
    return (left < right) == (sign in {"<", "<="})  # type: ignore[operator]


def _unquote(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return text


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
