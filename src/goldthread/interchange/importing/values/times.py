"""Times of day as people and systems write them: 20:03, 2003, 20.03, 8.03pm, 20h03, noon."""

from __future__ import annotations

import re
from datetime import time
from functools import lru_cache

from goldthread.interchange.importing.values.blanks import tidy


class NotATimeError(ValueError):
    """The text is not a time of day; the message is a sentence."""


_HALF = r"(?:\s*(?P<half>[ap])\.?\s*m?\.?)?"
_ENDING = r"\s*(?:h(?:ou)?rs?\.?|h|o'?clock)?"
_MARKED = re.compile(
    r"(?P<hour>\d{1,2})\s*[:.;h]\s*(?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    + _HALF
    + _ENDING,
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?P<digits>\d{3,4}|\d{6})" + _HALF + _ENDING, re.IGNORECASE)
_HOUR = re.compile(
    r"(?P<hour>\d{1,2})\s*(?P<half>[ap])\.?\s*m\.?|(?P<whole>\d{1,2})", re.IGNORECASE
)
_TENTHS = re.compile(r"(\d{1,2})\.(\d)")
_FRACTION = re.compile(r"0?\.\d{3,}|0\.\d")
_WORDS = {"noon": time(12), "midday": time(12), "12 noon": time(12), "midnight": time(0)}


@lru_cache(maxsize=65_536)
def read_time(text: str, hours_only: bool = False) -> time:
    """The time of day in ``text``.

    One or two digits alone are minutes past midnight, because spreadsheets drop the leading
    zeros of ``0008``; with ``hours_only`` (a column of whole hours) they are hours. A fraction
    below one is a share of the day, as spreadsheets store times.

    :raises NotATimeError: with a sentence.
    """
    value = tidy(text).strip("'\"~ ")
    if value.casefold() in _WORDS:
        return _WORDS[value.casefold()]
    if _FRACTION.fullmatch(value):
        minutes = round(float(value) * 24 * 60)
        return _checked(text, minutes // 60, minutes % 60)
    if found := _MARKED.fullmatch(value):
        second = int(found["second"] or 0)
        return _checked(text, int(found["hour"]), int(found["minute"]), second, found["half"])
    if found := _TENTHS.fullmatch(value):
        return _checked(text, int(found[1]), int(found[2]) * 10)
    if found := _DIGITS.fullmatch(value):
        return _from_digits(text, found["digits"], found["half"])
    if found := _HOUR.fullmatch(value):
        return _from_hour(text, found, hours_only)
    raise NotATimeError(f"{_quoted(text)} is not a time of day.")


def _from_digits(text: str, digits: str, half: str | None) -> time:
    if len(digits) == 6:
        return _checked(text, int(digits[:2]), int(digits[2:4]), int(digits[4:]), half)
    return _checked(text, int(digits[:-2]), int(digits[-2:]), 0, half)


def _from_hour(text: str, found: re.Match[str], hours_only: bool) -> time:
    if found["hour"]:
        return _checked(text, int(found["hour"]), 0, 0, found["half"])
    number = int(found["whole"])
    return _checked(text, number, 0) if hours_only else _checked(text, 0, number)


def _checked(text: str, hour: int, minute: int, second: int = 0, half: str | None = None) -> time:
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        raise NotATimeError(f"{_quoted(text)} is not a time of day.") from None


def _quoted(text: str) -> str:
    shown = tidy(text)
    return f"“{shown[:40]}…”" if len(shown) > 40 else f"“{shown}”"
