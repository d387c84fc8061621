"""Refusals: one sentence with a code, the same on the page, in the API and on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NOT_ALLOWED = "WF-01"


@dataclass(frozen=True)
class Refusal:
    """Why something was not done, and what to do next.

    `field` names the form field the sentence belongs to; empty means the whole form.
    """

    code: str
    sentence: str
    field: str = ""

    def __str__(self) -> str:
        return self.sentence


class Refused(Exception):
    """One or more rules, a permission or a lost race stood in the way; nothing was changed."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(" ".join(refusal.sentence for refusal in self.refusals))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(refusal.code for refusal in self.refusals)


def refuse(code: str, sentence: str, field: str = "") -> Refused:
    """A `Refused` with a single refusal, ready to raise."""
    return Refused([Refusal(code, sentence, field)])
