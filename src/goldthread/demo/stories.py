"""The three operational examples, written by hand in `content/stories` and read as scripts.

In a story a moment is `"-210 14:05"`: days from today and the time; a day is `"-210"`. The whole
story is moved back by up to six days so that it happened on the weekday that its words name.
"""

from __future__ import annotations

import datetime as dt
import re
import types
from dataclasses import is_dataclass
from importlib.resources import files
from typing import Any, Union, get_args, get_origin, get_type_hints

from goldthread.demo.moments import LONDON
from goldthread.demo.provider import content
from goldthread.demo.scripts import Incident

DAYS_AGO = re.compile(r"^-\d+$")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def stories(today: dt.date) -> tuple[Incident, ...]:
    """Every hand-written story, in the order of the files."""
    folder = files("goldthread.demo").joinpath("content", "stories")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(_story(content(f"stories/{name}"), today) for name in names)


def _story(data: dict[str, Any], today: dt.date) -> Incident:
    weekday = WEEKDAYS.index(data.pop("happened_on"))
    happened = _moment(data["report"]["occurred_at"], today)
    back = (happened.weekday() - weekday) % 7
    story: Incident = build(Incident, data, today - dt.timedelta(days=back))
    return story


def build(kind: Any, value: Any, today: dt.date) -> Any:
    """A value of `kind` from plain data. Raises `TypeError` for a field that does not exist."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else build(_first(kind), value, today)
    if origin is tuple:
        return tuple(build(get_args(kind)[0], item, today) for item in value or ())
    if origin is dict:
        return {str(key): _value(item, today) for key, item in value.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: build(hints[name], item, today) for name, item in value.items()})
    if kind is dt.datetime:
        return _moment(value, today)
    if kind is dt.date:
        return today + dt.timedelta(days=int(value))
    return _text(value) if kind is str else kind(value)


def _first(kind: Any) -> Any:
    return next(one for one in get_args(kind) if one is not type(None))


def _moment(value: str, today: dt.date) -> dt.datetime:
    days, clock = value.split()
    return dt.datetime.combine(
        today + dt.timedelta(days=int(days)), dt.time.fromisoformat(clock), LONDON
    )


def _value(value: Any, today: dt.date) -> str:
    """A text, or a day counted from today as an ISO date."""
    text = _text(value)
    if not DAYS_AGO.match(text):
        return text
    return (today + dt.timedelta(days=int(text))).isoformat()


def _text(value: Any) -> str:
    """Paragraphs kept, lines of one paragraph joined as YAML's folded blocks leave them."""
    return str(value).strip()
