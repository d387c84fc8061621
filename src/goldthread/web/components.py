"""The shapes that the components of `templates/components` draw; presenters make them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldthread.web.words import until, when


def link(href: str, text: str) -> SafeString:
    """A link for a table's cell or a summary's value, escaped."""
    return format_html('<a href="{}">{}</a>', href, text)


@dataclass(frozen=True)
class Clock:
    """How one clock stands. `standing` is a code of `clocks.terms.Standing`."""

    standing: str
    words: str
    source: str = ""


def clock_shown(clock: Any, now: dt.datetime | None = None) -> Clock:
    """A clock of the clocks engine in words: `in 3 hours` while it runs, the time once it ended."""
    standing = str(clock.standing(now))
    if clock.ended_at is not None:
        words = when(clock.ended_at)
    else:
        words = until(clock.due_at, now) if clock.due_at else ""
    return Clock(standing, words, clock.get_source_display())


@dataclass(frozen=True)
class Step:
    """Something the reader may do: the words of its link, and where it leads.

    `main` is the one thing the stage waits for, drawn as a button.
    """

    words: str
    href: str
    main: bool = False


@dataclass(frozen=True)
class Stage:
    """One stage of the golden thread.

    `state` is done, current, waiting, blocked or not_needed, and `words` says it. `proven` marks
    a done stage as verified, the only green one. `missing` are the refusals' own sentences.
    `steps` are what the reader may do here; `who` says who can, where the reader cannot.
    """

    title: str
    state: str
    words: str
    href: str = ""
    owner: str = ""
    at: str = ""
    clock: Clock | None = None
    summary: str = ""
    missing: tuple[str, ...] = ()
    proven: bool = False
    steps: tuple[Step, ...] = ()
    who: str = ""


@dataclass(frozen=True)
class Fact:
    """A tick: whether it is there, and what is known or still asked for."""

    done: bool
    words: str


@dataclass(frozen=True)
class Verdict:
    """The third tick: locked, open, effective, partly, not_effective or unclear."""

    state: str
    words: str


@dataclass(frozen=True)
class Task:
    """One row of My work: what waits, why for me, where, and by when."""

    title: str
    href: str
    why: str
    where: str = ""
    reference: str = ""
    clock: Clock | None = None


@dataclass(frozen=True)
class Row:
    """A key and its value in a summary; `href` leads to where it can be changed."""

    key: str
    value: Any
    href: str = ""
    change: str = ""


@dataclass(frozen=True)
class Change:
    """What someone else did meanwhile, for `changed_meanwhile`."""

    what: str
    by: str
    at: dt.datetime
