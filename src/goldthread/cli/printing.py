"""What the command line prints."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from goldthread.analytics.texts.words import LONGEST

Item = TypeVar("Item")
_LONG = 500


def print_json(held: Any) -> None:
    """JSON on stdout, in UTF-8; refuses what is not JSON (NaN) as a programming mistake."""
    click.echo(json.dumps(held, ensure_ascii=False, allow_nan=False))


def with_progress(items: Sequence[Item], label: str) -> Iterator[Item]:
    """The items, with a progress bar on stderr when there are many and a person is looking."""
    if len(items) < _LONG or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar


@contextmanager
def bytes_done(label: str) -> Iterator[Callable[[int], None]]:
    """A line on stderr that counts megabytes, when a person is looking; call it with each step."""
    done = 0

    def tell(size: int) -> None:
        nonlocal done
        done += size
        if sys.stderr.isatty():
            click.echo(f"\r{label}: {done // 1024**2:,} MB", err=True, nl=False)

    yield tell
    if sys.stderr.isatty():
        click.echo("", err=True)


def say_on_screen(step: str) -> None:
    """What is being done now, on stderr, when a person is looking."""
    if sys.stderr.isatty():
        click.echo(f"goldthread: {step} …", err=True)


def say_cut_short(texts: Sequence[str]) -> None:
    """Name on stderr the rows whose text is too long to be read to its end."""
    long = [str(at) for at, text in enumerate(texts) if len(text) > LONGEST]
    if long:
        shown = ", ".join(long[:10]) + (" and others" if len(long) > 10 else "")
        click.echo(
            f"goldthread: only the first {LONGEST:,} characters were read of row {shown}.", err=True
        )
