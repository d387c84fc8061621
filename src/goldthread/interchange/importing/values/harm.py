"""Words and codes for harm, to the five levels none, low, moderate, severe, fatal.

Words are read by the first telling word, so that "Moderate (short term harm)" is moderate. Codes
(1-5, 0-4, I-VI, A-E, N/L/M/S/D) mean nothing by themselves: LFPSE counts down (5 is no physical
harm, 1 is fatal), most local systems count up. Their direction is taken from a legend in the
file, else from the LFPSE names of the columns, else from the counts, because in every service
most incidents do little harm. A guess from codes always comes with a warning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from goldthread.interchange.importing.values.blanks import is_blank, tidy

LEVELS = ("none", "low", "moderate", "severe", "fatal")
_LEADING_CODE = re.compile(r"^\s*[\[(]?(?:\d{1,2}|[A-Z]|[IVX]{1,4})[\])]?\s*[-–—:.)=]\s*(?=\S{2})")
_WORDS = (
    (
        "none",
        r"no|none|nil|zero|without|near[- ]?miss(?:es)?|insignificant|negligible|unharmed|"
        r"not harmed|good catch|prevented",
    ),
    ("low", r"low|minor|minimal|slight|mild|small|first aid|non[- ]permanent"),
    ("moderate", r"moderate|mod|medium|short[- ]?term|semi[- ]permanent|temporary"),
    ("severe", r"severe|sev|serious|major|critical|permanent|long[- ]?term|high"),
    ("fatal", r"deaths?|fatal(?:ity)?|died|dead|deceased|catastrophic|catastrophe|killed"),
)
_TELLING = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<{level}>{words})" for level, words in _WORDS) + r")(?!\w)",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"\b(non|not|less|more|than|no longer|risk of|potential for)\W*$", re.IGNORECASE
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
_INITIALS = {"N": "none", "L": "low", "M": "moderate", "S": "severe", "D": "fatal", "F": "fatal"}
_LEGEND = re.compile(
    r"(?<![\w.])(\d|[A-F]|[IVX]{1,3})\s*(?:=|:|-|–|is)\s*([A-Za-z][A-Za-z ]{1,24})", re.IGNORECASE
)


@lru_cache(maxsize=16_384)
def read_harm(text: str) -> str:
    """The level a word or phrase names, ``"unstated"`` for a blank, or ``""`` when not known."""
    if is_blank(text):
        return "unstated"
    value = _LEADING_CODE.sub("", tidy(text)).replace("_", " ")
    for found in _TELLING.finditer(value):
        if not _TURNED.search(value[: found.start()]):
            return str(found.lastgroup)
    return ""


def rank(code: str) -> int | None:
    """The place of a code in its family: 3, III and C are all 3; ``None`` for anything else."""
    value = tidy(code).upper().rstrip(".")
    value = value[:-2] if value.endswith(".0") else value
    for opening in ("LEVEL ", "GRADE ", "CATEGORY ", "SEVERITY ", "HARM ", "LEVEL"):
        value = value.removeprefix(opening).strip()
    if value.isdecimal() and len(value) == 1:
        return int(value)
    return _ROMAN.get(value)


def _letter_rank(code: str) -> int | None:
    value = tidy(code).upper()
    return ord(value) - 64 if len(value) == 1 and "A" <= value <= "F" else None


def read_codes(
    counts: Mapping[str, int], headings: str, notes: str = "", like: Mapping[str, str] | None = None
) -> tuple[dict[str, str], str]:
    """The level of each code in a column, and why; empty when the values are not codes.

    :param counts: each distinct value and in how many rows it stands.
    :param headings: the heading of the column, which may carry a legend or an LFPSE name.
    :param notes: title and footnote lines, which may carry a legend.
    :param like: a reading already made of another column in the same codes, to agree with.
    """
    codes = [value for value in counts if not is_blank(value) and not read_harm(value)]
    if not codes:
        return {}, ""
    if legend := _from_legend(codes, f"{headings} {notes}"):
        return legend, "The file explains its own codes."
    initials = {tidy(code).upper() for code in codes}
    if initials <= set(_INITIALS) and initials & {"N", "L"} and len(initials) > 1:
        return {code: _INITIALS[tidy(code).upper()] for code in codes}, (
            "The letters are the initials of none, low, moderate, severe and death."
        )
    ranks = {code: rank(code) for code in codes}
    if any(place is None for place in ranks.values()):
        ranks = {code: _letter_rank(code) for code in codes}
    if any(place is None for place in ranks.values()):
        return {}, ""
    return _from_ranks(
        {code: int(place or 0) for code, place in ranks.items()}, counts, headings, like
    )


def _from_legend(codes: list[str], text: str) -> dict[str, str]:
    explained = {
        found[0].upper(): level
        for found in _LEGEND.findall(text)
        if (level := read_harm(found[1])) not in ("", "unstated")
    }
    meanings = {code: explained.get(tidy(code).upper().removesuffix(".0"), "") for code in codes}
    return meanings if all(meanings.values()) else {}


def _from_ranks(
    ranks: dict[str, int], counts: Mapping[str, int], headings: str, like: Mapping[str, str] | None
) -> tuple[dict[str, str], str]:
    first = 0 if 0 in ranks.values() else 1
    if like and any(rank(code) == 1 for code in like):
        upward = all(level != "fatal" for code, level in like.items() if (rank(code) or 9) <= first)
        why = "Read like the other column of harm in the same codes."
    else:
        upward, why = _direction(ranks, counts, headings, first)
    psychological = "psych" in headings.casefold() and max(ranks.values()) <= 4 and not upward
    ladder = LEVELS[:4] if psychological else LEVELS
    meanings = {}
    for code, place in ranks.items():
        step = min(place - first, len(ladder) - 1)
        meanings[code] = ladder[step] if upward else ladder[len(ladder) - 1 - step]
    shown = ", ".join(
        f"{code} = {meanings[code]}" for code in sorted(ranks, key=lambda c: ranks[c])
    )
    return meanings, f"{why} Read as {shown}."


def _direction(
    ranks: dict[str, int], counts: Mapping[str, int], headings: str, first: int
) -> tuple[bool, str]:
    """Whether a higher code means more harm, and why."""
    if re.search(r"lfpse|\bOT00[12]\b|PhysicalHarm|PsychologicalHarm", headings):
        return False, "LFPSE counts down, from no harm to fatal."
    weights: Counter[int] = Counter()
    for code, place in ranks.items():
        weights[place - first] += counts[code]
    low, high = weights[0] + weights[1], weights[3] + weights[4] + weights[5]
    total = max(1, weights.total())
    if high > 2 * low and weights[4] >= weights[3]:
        share = round(100 * high / total)
        return (
            False,
            f"The high codes are by far the commonest ({share}%), and most incidents do little harm.",
        )
    if low > high:
        share = round(100 * low / total)
        return (
            True,
            f"The low codes are the commonest ({share}%), and most incidents do little harm.",
        )
    return True, "Nothing in the file says which way the codes run, so higher was taken as worse."
