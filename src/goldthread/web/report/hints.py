"""What helps while someone writes: what a reader could not tell, personal data and blame.

Nothing here stops a report, and nothing of it is stored.
"""

from __future__ import annotations

from dataclasses import dataclass

from goldthread.analytics.completeness import Facts, assess
from goldthread.analytics.personal_data import LABELS, find_personal_data
from goldthread.analytics.wording import find_wording

MOST = 4
LONGEST = 20_000  # characters read: as many as the field takes
# Questions that only some events raise; each gets a field of its own on the page "more".
ASKED_APART = {"TELL-07", "TELL-08", "TELL-09", "TELL-10", "TELL-11"}


@dataclass(frozen=True)
class Hints:
    """Sentences for the person who writes; each list may be empty."""

    gaps: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.gaps or self.personal or self.wording)


def hints_for(narrative: str, facts: Facts, *, most: int = MOST) -> Hints:
    """What would help a reader of this text, the most useful first."""
    text = narrative[:LONGEST]
    if not text.strip():
        return Hints()
    return Hints(
        tuple(gap.question for gap in assess(text, facts).gaps[:most]),
        tuple(_personal(text)[:most]),
        tuple(
            f"“{finding.text}”: {finding.why} {finding.ask}"
            for finding in find_wording(text, ["blame"])[:most]
        ),
    )


def _personal(text: str) -> list[str]:
    found = {f"“{span.text}” ({LABELS[span.kind]})": None for span in find_personal_data(text)}
    return list(found)


def asked_apart(narrative: str, facts: Facts) -> list[tuple[str, str, str]]:
    """Code, question and reason of each question this event raises and the account leaves open."""
    gaps = assess(narrative[:LONGEST], facts).gaps
    return [(gap.code, gap.question, gap.why) for gap in gaps if gap.code in ASKED_APART]
