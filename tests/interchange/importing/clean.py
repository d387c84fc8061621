"""A clean table of invented incidents with known answers, and ways of writing it out badly."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

TODAY = date(2026, 11, 21)
HARMS = ("none", "low", "moderate", "severe", "fatal")
TEAMS = {
    "North Community Team": "Northside",
    "Harbour Crisis Team": "Northside",
    "Memory & Wellbeing Service": "Northside",
    "South Community Team": "Southside",
    "Early Help in Psychosis": "Southside",
}
CATEGORIES = {
    "Self-harm": ("Overdose", "Cutting - superficial"),
    "Medication": ("Wrong dose", "Missed dose"),
    "Access, transfer, discharge": ("Delayed handover", "Lost referral"),
    "Communication": ("With partner agency",),
}
OPENINGS = (
    "The planned visit did not take place",
    "A colleague rang to say that the plan had changed",
    "On arrival the front door was open",
    "The pharmacy told us that the dose was not the one we expected",
    "Two people raised the same worry on the same day",
)
HEADINGS = {
    "ref": "Ref",
    "date": "Incident date",
    "time": "Incident time",
    "reported": "Date reported",
    "team": "Team",
    "locality": "Locality",
    "category": "Category",
    "sub": "Sub category",
    "harm": "Degree of harm",
    "text": "Description",
    "action": "Immediate action taken",
}
WORDS = {
    "none": "No harm",
    "low": "Low (minimal harm)",
    "moderate": "Moderate (short term harm)",
    "severe": "Severe (permanent or long term harm)",
    "fatal": "Death",
}


@dataclass
class Clean:
    """``rows`` are tables by short column name; ``columns`` their order and headings."""

    rows: list[dict[str, Any]]
    columns: dict[str, str] = field(default_factory=lambda: dict(HEADINGS))

    @property
    def answers(self) -> dict[str, dict[str, int]]:
        """What a right import counts, by team, category, harm and month."""
        return {
            "team": dict(Counter(row["answer_team"] for row in self.rows)),
            "category": dict(Counter(row["answer_category"] for row in self.rows)),
            "harm": dict(Counter(row["answer_harm"] for row in self.rows)),
            "by_month": dict(Counter(f"{row['answer_date']:%Y-%m}" for row in self.rows)),
        }

    def grid(self) -> list[list[Any]]:
        return [[row[name] for name in self.columns] for row in self.rows]

    def table(self) -> list[list[Any]]:
        return [list(self.columns.values()), *self.grid()]


def clean(count: int = 80, seed: int = 7) -> Clean:
    """``count`` incidents from 1 March 2024 on, most of them with little harm."""
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        on = date(2024, 3, 1) + timedelta(days=draw.randrange(400))
        at = time(draw.randrange(24), draw.randrange(60))
        team = draw.choice(list(TEAMS))
        category = draw.choice(list(CATEGORIES))
        harm = draw.choices(HARMS, (50, 25, 14, 8, 3))[0]
        text = f"{draw.choice(OPENINGS)}, and the team wrote it down (note {number})."
        rows.append(
            {
                "ref": f"W{10_000 + 7 * number}",
                "date": on.isoformat(),
                "time": f"{at:%H:%M}",
                "reported": (on + timedelta(days=draw.randrange(5))).isoformat(),
                "team": team,
                "locality": TEAMS[team],
                "category": category,
                "sub": draw.choice(CATEGORIES[category]),
                "harm": WORDS[harm],
                "text": text,
                "action": draw.choice(("Manager informed", "Plan reviewed with the person", "")),
                "answer_date": on,
                "answer_time": at,
                "answer_team": team,
                "answer_locality": TEAMS[team],
                "answer_category": category,
                "answer_sub": None,
                "answer_harm": harm,
                "answer_text": text,
            }
        )
        rows[-1]["answer_sub"] = rows[-1]["sub"]
    return Clean(rows)


def as_csv(
    table: list[list[Any]], delimiter: str = ",", encoding: str = "utf-8", newline: str = "\r\n"
) -> bytes:
    """The bytes of a delimited file."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, lineterminator=newline).writerows(table)
    return target.getvalue().encode(encoding)
