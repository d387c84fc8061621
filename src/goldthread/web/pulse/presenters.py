"""Results of the pulse in words and tables."""

from __future__ import annotations

from typing import Any

from goldthread.domain.learning.pulse import queries
from goldthread.web.words import date, plural


def columns(pulse: Any) -> list[Any]:
    """Group, how many answered, and each question."""
    questions = [(row["text"], "num") for row in pulse.definition["questions"]]
    return ["Group", ("Answers", "num"), *questions]


def rows(pulse: Any) -> list[tuple[str, ...]]:
    """Each group that may be shown, with the share that agrees."""
    return [
        (shown.group.name, f"{shown.group.answered:,}", *map(_share, shown.shares))
        for shown in queries.results(pulse) or ()
    ]


def _share(share: Any) -> str:
    return f"{100 * share.agree / share.of:.0f}%" if share.of else "–"


def trend_columns(pulse: Any) -> list[Any]:
    questions = [(row["text"], "num") for row in pulse.definition["questions"]]
    return ["Opened", ("Answers", "num"), *questions, ("Reports in the three months", "num")]


def trend(pulses: list[Any], reports: dict[Any, int | None]) -> list[tuple[str, ...]]:
    """Everyone's answers pulse by pulse, beside how many reports were made. No colour: a rising
    number of reports may be a better culture."""
    found = []
    for pulse in pulses:
        shown = queries.whole(pulse)
        count = reports.get(pulse.opened_on)
        volume = "not counted" if count is None else f"{count:,}"
        if shown is None:
            blank = ("–",) * len(pulse.definition["questions"])
            found.append((date(pulse.opened_on), "too few to show", *blank, volume))
            continue
        shares = map(_share, shown.shares)
        found.append((date(pulse.opened_on), f"{shown.group.answered:,}", *shares, volume))
    return found


def smallest_words(pulse: Any) -> str:
    """Why small groups are not shown, with the figure's source."""
    rule = pulse.definition["smallest_group"]
    answers = plural(int(rule["value"]), "answer")
    return (
        f"A group of fewer than {answers} is never shown by itself: it is added to the place "
        f"above it. {rule['source']}"
    )
