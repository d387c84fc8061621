"""What the page of a draft prints: every part with where it leads, and what is still to mend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldthread.decision_tools.differences import Change, differences
from goldthread.decision_tools.editing import LISTS
from goldthread.decision_tools.parsing import faults_of
from goldthread.decision_tools.places import ABOUT, WORDS
from goldthread.decision_tools.shape import Row, answers_of, as_lists
from goldthread.web.decision_tools.draft_forms import NO_WORDS

LISTED = tuple(LISTS)


@dataclass(frozen=True)
class Mend:
    """One fault and the page where it is mended."""

    sentence: str
    href: str


@dataclass(frozen=True)
class Part:
    """A question or an outcome of the draft. `answers` are (label, where it leads)."""

    kind: str
    id: str
    words: str
    detail: str
    answers: tuple[tuple[str, str], ...]
    mend: tuple[str, ...]
    first: bool
    last: bool


@dataclass(frozen=True)
class DraftShown:
    code: str
    name: str
    number: int
    revision: int
    purpose: str
    source: str
    start: str
    questions: tuple[Part, ...]
    outcomes: tuple[Part, ...]
    about_mend: tuple[str, ...]
    mend_count: int
    before: int | None
    changes: tuple[Change, ...]


def to_mend(version: Any) -> tuple[Mend, ...]:
    """Every fault of the draft with its link."""
    code = version.tool.code
    found = faults_of(version.definition)
    return tuple(Mend(fault.sentence, _href(code, fault.place)) for fault in found)


def _href(code: str, place: str) -> str:
    kind, _, identifier = place.partition(":")
    if kind in LISTED and identifier:
        return reverse(f"decision_tools:draft_{kind}", args=[code, identifier])
    if place == ABOUT:
        return reverse("decision_tools:draft_about", args=[code])
    return reverse("decision_tools:new_version", args=[code])


def present_draft(version: Any, before: Any) -> DraftShown:
    """The draft as it stands, beside the version in use (None where there is none)."""
    data = as_lists(version.definition)
    mend: dict[str, list[str]] = {}
    for fault in faults_of(data):
        mend.setdefault(fault.place, []).append(fault.sentence)
    words = {
        row["id"]: row.get(WORDS[kind]) or NO_WORDS for kind in LISTED for row in data[LISTS[kind]]
    }
    return DraftShown(
        code=version.tool.code,
        name=data.get("name") or version.tool.name,
        number=version.number,
        revision=version.revision,
        purpose=data.get("purpose") or "",
        source=data.get("source") or "",
        start=words.get(data.get("start"), ""),
        questions=_parts("question", data, words, mend),
        outcomes=_parts("outcome", data, words, mend),
        about_mend=(*mend.get(ABOUT, ()), *mend.get("", ())),
        mend_count=sum(map(len, mend.values())),
        before=before.number if before else None,
        changes=differences(before.definition, data) if before else (),
    )


def _parts(
    kind: str, data: Row, words: dict[str, str], mend: dict[str, list[str]]
) -> tuple[Part, ...]:
    rows = data[LISTS[kind]]
    return tuple(
        Part(
            kind=kind,
            id=row["id"],
            words=words[row["id"]],
            detail=row.get("guidance") or row.get("help") or "",
            answers=tuple(
                (one.get("label") or NO_WORDS, words.get(one.get("next"), "nowhere yet"))
                for one in answers_of(row)
            ),
            mend=tuple(mend.get(f"{kind}:{row['id']}", ())),
            first=number == 0,
            last=number == len(rows) - 1,
        )
        for number, row in enumerate(rows)
    )
