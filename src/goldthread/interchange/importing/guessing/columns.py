"""Which column is which field: the heading says first, what the column holds says whether.

Every pair of field and column is weighed as *heading weight × how well the values fit*, and the
pairs are taken from the surest down, one column a field and one field a column. A field that no
heading names may still be found by what a column holds, when only one column holds such things.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from goldthread.interchange.importing.guessing.profiles import Profile
from goldthread.interchange.importing.terms import FieldSource
from goldthread.interchange.importing.vocabulary import (
    LABELS,
    NEVER_WHEN_IT_HAPPENED,
    heading_weights,
    plain,
)

DATES = ("occurred_on", "reported_on", "discovered_on")
HARMS = ("harm", "physical_harm", "psychological_harm", "potential_harm")
_LEAST = 0.3
_LONG = 40  # characters; shorter columns of text are remarks and titles


@dataclass(frozen=True, slots=True)
class _Bid:
    weight: float
    field: str
    profile: Profile
    why: str


def assign_columns(
    profiles: Iterable[Profile], given: dict[str, FieldSource]
) -> dict[str, FieldSource]:
    """A source for every field that can be found, those in ``given`` as they are."""
    taken = {name for source in given.values() for name in source.columns}
    free = [item for item in profiles if item.column.name not in taken and item.rows]
    chosen: dict[str, _Bid] = {}
    used: set[str] = set()
    wanted = [code for code in LABELS if code not in given]
    bids = [bid for item in free for bid in _bids(item) if bid.field in wanted]
    for bid in sorted(bids, key=lambda bid: (-bid.weight, bid.profile.column.index)):
        name = bid.profile.column.name
        if bid.field in chosen or name in used or bid.field == "narrative":
            continue
        chosen[bid.field] = bid
        used.add(name)
    sources = {
        code: FieldSource((bid.profile.column.name,), bid.why) for code, bid in chosen.items()
    }
    left = [item for item in free if item.column.name not in used]
    sources |= _whole_name(sources, bids, left) | _narrative(left, bids, wanted)
    used |= {name for source in sources.values() for name in source.columns}
    left = [item for item in free if item.column.name not in used]
    return dict(given) | _by_content(left, sources, wanted) | sources


def _bids(profile: Profile) -> Iterable[_Bid]:
    column = profile.column
    readings = dict(heading_weights(column.name))
    label = column.label if column.group else column.label.rpartition(": ")[2]
    if label != column.name:
        for code, weight in heading_weights(label):
            readings[code] = max(readings.get(code, 0.0), 0.9 * weight)
    for code, weight in readings.items():
        fit, evidence = fitness(code, profile)
        if weight * fit >= _LEAST:
            why = f"The heading “{column.name}” is used for {LABELS[code].lower()}; {evidence}."
            yield _Bid(weight * fit, code, profile, why)


def fitness(code: str, profile: Profile) -> tuple[float, str]:
    """How well the values of a column fit a field (0 to 1), and what was seen, as a clause."""
    if code in DATES:
        never = NEVER_WHEN_IT_HAPPENED.search(plain(profile.column.label))
        share = 0.0 if never else profile.dates
        return (share if share >= 0.4 else 0.0), _of(profile, profile.dates, "are dates")
    if code in ("occurred_time", "reported_time"):
        share = profile.times
        return (share if share >= 0.5 else 0.0), _of(profile, share, "are times of day")
    if code == "reference":
        short = 1.0 if profile.mean_length <= 40 else 0.2
        return short * max(0.0, min(1.0, 1.6 * profile.distinct - 0.5)), (
            f"{len(profile.counts):,} of {profile.rows:,} values are different"
        )
    if code in HARMS:
        share = max(profile.harm_words, profile.harm_codes)
        few = 1.0 if len(profile.counts) <= 25 else 0.3
        return few * (share if share >= 0.5 else 0.3 * share), _of(
            profile, share, "name a level of harm"
        )
    if code in ("narrative", "immediate_actions"):
        return _text_fitness(
            code, profile
        ), f"its values are {profile.mean_length:.0f} characters long on average"
    different = "value" if len(profile.counts) == 1 else "different values"
    return _label_fitness(code, profile), f"it has {len(profile.counts):,} {different}"


def _of(profile: Profile, share: float, saying: str) -> str:
    return f"{round(share * profile.rows):,} of {profile.rows:,} values {saying}"


def _text_fitness(code: str, profile: Profile) -> float:
    if profile.dates > 0.5 or profile.numbers > 0.5:
        return 0.0
    if code == "immediate_actions":
        return 1.0 if profile.mean_length >= 8 else 0.6
    return min(1.0, 0.5 + profile.mean_length / 80)


def _label_fitness(code: str, profile: Profile) -> float:
    """Names of teams, categories, roles and people are short, and the first two recur."""
    if code in ("person_name", "person_number", "reporter_name"):
        return 1.0
    if profile.dates > 0.5 or profile.mean_length > 90:
        return 0.0
    recurring = code in ("team", "locality", "category", "subcategory", "event_type", "status")
    if recurring and profile.rows >= 30 and profile.distinct > 0.9:
        return 0.3
    if profile.numbers > 0.9 and code != "status":
        return 0.6
    return 1.0


def _whole_name(
    sources: dict[str, FieldSource], bids: list[_Bid], left: list[Profile]
) -> dict[str, FieldSource]:
    """Forename and surname together, in the order of the file."""
    if "person_name" not in sources:
        return {}
    free = {item.column.name for item in left} | set(sources["person_name"].columns)
    parts = {
        bid.profile.column.index: bid.profile.column.name
        for bid in bids
        if bid.field == "person_name" and bid.weight >= 0.85 and bid.profile.column.name in free
    }
    columns = tuple(parts[index] for index in sorted(parts))
    if len(columns) < 2:
        return {}
    return {"person_name": FieldSource(columns, "These columns hold the parts of a name.")}


def _narrative(left: list[Profile], bids: list[_Bid], wanted: list[str]) -> dict[str, FieldSource]:
    """Every long column whose heading says what happened; else the longest column there is."""
    if "narrative" not in wanted:
        return {}
    names = {item.column.name for item in left}
    named = sorted(
        (bid for bid in bids if bid.field == "narrative" and bid.profile.column.name in names),
        key=lambda bid: bid.profile.column.index,
    )
    strong = [bid for bid in named if bid.weight >= 0.55 and bid.profile.mean_length >= 15]
    if named and not strong:
        strong = [max(named, key=lambda bid: (bid.weight, bid.profile.mean_length))]
    if strong:
        columns = tuple(bid.profile.column.name for bid in strong)
        why = (
            strong[0].why
            if len(strong) == 1
            else (
                f"{len(strong)} columns of text tell what happened; they are joined under their headings."
            )
        )
        return {"narrative": FieldSource(columns, why)}
    texts = [item for item in left if item.mean_length >= _LONG and item.distinct > 0.3]
    if not texts:
        return {}
    longest = max(texts, key=lambda item: item.mean_length * item.filled)
    why = f"No heading says what happened; this is the longest text ({longest.mean_length:.0f} characters on average)."
    return {"narrative": FieldSource((longest.column.name,), why)}


def _by_content(
    left: list[Profile], sources: dict[str, FieldSource], wanted: list[str]
) -> dict[str, FieldSource]:
    """The date and the harm of the incident, when a single column of that kind is left."""
    found: dict[str, FieldSource] = {}
    dates = [
        item
        for item in left
        if item.dates >= 0.8
        and item.filled >= 0.5
        and item.numbers < 0.5
        and not NEVER_WHEN_IT_HAPPENED.search(plain(item.column.name))
    ]
    if "occurred_on" in wanted and "occurred_on" not in sources and dates:
        first = dates[0]
        why = f"No heading says when it happened; {_of(first, first.dates, 'in this column are dates')}."
        found["occurred_on"] = FieldSource((first.column.name,), why)
    harms = [item for item in left if item.harm_words >= 0.8 and 2 <= len(item.counts) <= 12]
    named = set(sources) & {"harm", "physical_harm", "psychological_harm"}
    if "harm" in wanted and not named and len(harms) == 1:
        why = f"No heading says harm; {_of(harms[0], harms[0].harm_words, 'in this column name a level of harm')}."
        found["harm"] = FieldSource((harms[0].column.name,), why)
    return found
