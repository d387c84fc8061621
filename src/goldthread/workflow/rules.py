"""Rules: named true sentences with codes.

A rule is a function of the record and the facts offered with the transition. It returns True when
the sentence that names it holds; False gives the refusal's usual words; a string gives better ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from goldthread.workflow.refusals import Refusal

Facts = Mapping[str, Any]
Check = Callable[[Any, Facts], bool | str]


@dataclass(frozen=True)
class Rule:
    """A rule as registered: its code, the sentence that is true when it allows, and the refusal."""

    code: str
    sentence: str
    refusal: str
    field: str
    check: Check

    def refusal_for(self, record: Any, facts: Facts) -> Refusal | None:
        """None when the rule allows, else what the user reads."""
        verdict = self.check(record, facts)
        if verdict is True:
            return None
        return Refusal(self.code, self.refusal if verdict is False else str(verdict), self.field)


RULES: dict[str, Rule] = {}


def rule(code: str, sentence: str, *, refusal: str, field: str = "") -> Callable[[Check], Rule]:
    """Register a rule; the decorated name becomes the `Rule`. Codes are unique."""

    def register(check: Check) -> Rule:
        if code in RULES:
            raise ValueError(f"Two rules have the code {code}.")
        RULES[code] = Rule(code, sentence, refusal, field, check)
        return RULES[code]

    return register


def broken(rules: tuple[Rule, ...], record: Any, facts: Facts) -> list[Refusal]:
    """The refusals of every rule that does not hold."""
    found = (one.refusal_for(record, facts) for one in rules)
    return [refusal for refusal in found if refusal is not None]
