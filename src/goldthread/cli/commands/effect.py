"""`goldthread effect`."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import click

from goldthread.analytics.effect import (
    Asked,
    Effect,
    EffectRefused,
    Window,
    effect_on_rate,
    effect_on_share,
)
from goldthread.cli.printing import print_json
from goldthread.cli.refusals import Refused

# Commas only between thousands, so that 1,5 is not read as 15.
_WHOLE = r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})"
_FORM = re.compile(rf"^\s*({_WHOLE})\s*/\s*({_WHOLE}(?:\.\d*)?|-?\.\d+)\s*$", re.ASCII)


class Counted(click.ParamType):
    """Events over exposure, such as `4/6` or `1,050/12.5`."""

    name = "events/exposure"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Window:
        if isinstance(value, Window):
            return value
        read = _FORM.match(str(value))
        if not read:
            self.fail(
                f"'{value}' cannot be read: write events/exposure, such as 4/6 for 4 events in 6 "
                "months. Events are a whole number.",
                param,
                ctx,
            )
        return Window(int(read[1].replace(",", "")), float(read[2].replace(",", "")))


@click.command()
@click.option("--before", type=Counted(), required=True, help="Counted before the change.")
@click.option("--after", type=Counted(), required=True, help="Counted after the change.")
@click.option("--proportion", is_flag=True, help="Exposure is cases looked at: 18/20 is 90%.")
@click.option(
    "--improvement",
    type=click.Choice(["decrease", "increase"]),
    default="decrease",
    show_default=True,
    help="Which way is better.",
)
@click.option(
    "--worthwhile",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.5,
    show_default=True,
    help="The effect worth having: 0.5 halves what should become fewer.",
)
@click.option("--pace", type=float, help="Exposure that comes in a month.")
@click.option("--unit", default="", help="What exposure is counted in, such as months.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that the date of enough is counted from (today).",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    before: Window,
    after: Window,
    proportion: bool,
    improvement: str,
    worthwhile: float,
    pace: float | None,
    unit: str,
    as_of: dt.datetime | None,
    as_json: bool,
) -> None:
    """Did it work? Events before and after a change, compared exactly."""
    today = as_of.date() if as_of else dt.date.today()
    compare = effect_on_share if proportion else effect_on_rate
    try:
        asked = Asked(improvement, worthwhile, unit.strip(), pace, today)
        found = compare(before, after, asked)
    except EffectRefused as error:
        raise Refused(str(error)) from error
    if as_json:
        print_json(found.as_json())
    else:
        click.echo(_in_words(found))


def _in_words(found: Effect) -> str:
    lines = [found.sentence, found.interval_in_words]
    if found.power.power is not None:
        lines.append(
            f"One-sided p {_p(found.p_improved)} (better), {_p(found.p_worse)} (worse). "
            f"Power {found.power.power:.0%}."
        )
    return "\n".join(lines)


def _p(chance: float) -> str:
    return "below 0.001" if chance < 0.001 else f"{chance:.3f}"
