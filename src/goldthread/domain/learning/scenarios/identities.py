"""Who could be recognised in a text: found with the names the records already hold.

`analytics.personal_data` finds what reads like a name or a number. Here it is told the names of
the source: the people affected, who reported, everyone who recorded anything on its thread, its
teams and its reference. It finds parts of names only where they have a capital; a part of a known
name that is no ordinary word is found in small letters here, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldthread.access.models import Unit, User
from goldthread.access.queries import lineage
from goldthread.analytics.personal_data import LABELS, find_personal_data
from goldthread.analytics.personal_data.lexicon import lexicon
from goldthread.domain.incidents.models import Incident
from goldthread.trail.models import Entry

LABELS_HERE = LABELS | {"team": "team", "reference": "reference"}
SHORTEST = 4  # a part of a name that is found in small letters, too
NAMED = re.compile(r"[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)+")


@dataclass(frozen=True)
class Known:
    """What the records know of a source.

    `people` are names, found in parts too. `words` are names from free text, which may be those of
    roles ("Duty Senior") and are found whole only. `own_teams` are found by their distinctive
    words, `teams` whole.
    """

    people: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    own_teams: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """`text` of a `kind` at [start:end); `label` names the kind in words."""

    start: int
    end: int
    kind: str
    text: str

    @property
    def label(self) -> str:
        return LABELS_HERE[self.kind]


@dataclass(frozen=True)
class Place:
    """Something found, with the words for where it stands."""

    where: str
    found: Found


def known_to(organisation: Unit, source: Incident | None) -> Known:
    """What is known: the teams of the organisation, and of a source everyone on its thread."""
    teams = tuple(Unit.objects.filter(organisation=organisation).values_list("name", flat=True))
    if source is None:
        return Known(teams=teams)
    own = Unit.objects.filter(pk__in=lineage(source.unit)).values_list("name", flat=True)
    references = (source.reference, source.source_reference, source.proposed_unit)
    return Known(
        people=tuple(_people(source)),
        words=tuple(found for said in _free_text(source) for found in NAMED.findall(said)),
        own_teams=tuple(own),
        teams=teams,
        references=tuple(one for one in references if one),
    )


def _people(source: Incident) -> list[str]:
    """People affected with their numbers, the reporter, and the staff."""
    names = [source.reporter_name, source.reporter_contact]
    for person in source.people.all():
        names += [person.name, person.record_number, person.nhs_number]
    names += User.objects.filter(pk__in=_staff(source)).values_list("name", flat=True)
    return [name for name in names if name]


def _free_text(source: Incident) -> list[str]:
    done_by = source.immediate_actions.values_list("done_by", flat=True)
    return [source.location, *done_by]


def _staff(source: Incident) -> set[int]:
    """Everyone who recorded anything on the thread, and who reported it."""
    actors = Entry.objects.filter(thread=source.pk, actor__startswith="user:")
    codes = actors.order_by().values_list("actor", flat=True).distinct()
    staff = {int(code.removeprefix("user:")) for code in codes}
    return staff | ({source.reported_by_id} if source.reported_by_id else set())


def find(text: str, known: Known) -> list[Found]:
    """Everything in the text that could tell who it is about, in order, never overlapping."""
    found = list(_literally(text, known.references, "reference"))
    found += _apart(_literally(text, known.teams, "team"), found)
    own = {part.capitalize() for part in _parts(known.own_teams)}
    found += _apart(_literally(text, own, "team", in_any_case=False), found)
    spans = (Found(s.start, s.end, s.kind, s.text) for s in find_personal_data(text, known.people))
    found += _apart(spans, found)
    also = (*known.words, *_parts(known.people))
    found += _apart(_literally(text, also, "name"), found)
    return sorted(found, key=lambda one: one.start)


def _literally(
    text: str, words: Iterable[str], kind: str, *, in_any_case: bool = True
) -> Iterable[Found]:
    """Each of the words where it stands whole, the longest first."""
    wanted = sorted({" ".join(one.split()) for one in words if len(one.strip()) > 2}, key=len)
    if not wanted:
        return
    either = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in reversed(wanted))
    case = re.IGNORECASE if in_any_case else 0
    for hit in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text, case):
        yield Found(hit.start(), hit.end(), kind, hit[0])


def _parts(names: Iterable[str]) -> set[str]:
    """The parts of names that are no ordinary words."""
    words = lexicon()
    ordinary = words.not_names | words.titles | words.places | words.doubtful_first_names
    parts = {part.strip(".,()").casefold() for name in names for part in name.split()}
    return {part for part in parts if len(part) >= SHORTEST and part not in ordinary | words.bodies}


def _apart(more: Iterable[Found], taken: Sequence[Found]) -> list[Found]:
    """Those that overlap nothing taken."""
    return [
        one for one in more if all(one.end <= two.start or one.start >= two.end for two in taken)
    ]


def without(text: str, found: Iterable[Found]) -> str:
    """The text with each found place replaced by its kind: “[name]”, “[team]”."""
    pieces, at = [], 0
    for one in found:
        pieces += [text[at : one.start], f"[{one.label}]"]
        at = one.end
    return "".join([*pieces, text[at:]])


def places(
    passages: Iterable[tuple[str, str]], known: Known, accepted: Iterable[str] = ()
) -> list[Place]:
    """What still stands in the passages, those left out that were said to be no personal data."""
    said = {words.casefold() for words in accepted}
    return [
        Place(where, found)
        for where, text in passages
        for found in find(text, known)
        if found.text.casefold() not in said
    ]
