"""`goldthread sample plan`, `goldthread sample draw` and `goldthread sample agreement`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from goldthread.analytics import sampling
from goldthread.cli.printing import print_json
from goldthread.cli.reading import need_column, read_table
from goldthread.cli.refusals import Refused
from goldthread.cli.shares import Share


@click.group()
def command() -> None:
    """How many files to look at, and which ones."""


@command.command()
@click.option(
    "--population", type=click.IntRange(1, 10_000_000), required=True, help="Files in all."
)
@click.option("--size", type=click.IntRange(1), help="Say what this many files would prove.")
@click.option("--failures", type=click.IntRange(0), default=0, help="Failing files in that sample.")
@click.option("--margin", type=Share(), default=0.10, help="Precision wanted, either way.")
@click.option(
    "--failing-share",
    "failing_shares",
    type=Share(),
    multiple=True,
    default=(0.05, 0.10, 0.20),
    help="Be sure that fewer than this share fail.",
)
@click.option("--good", type=Share(), default=0.95, help="A service this good should pass.")
@click.option("--bad", type=Share(), default=0.75, help="A service this poor should not.")
@click.option("--error", type=Share(), default=0.10, help="Chance of either mistake, at most.")
@click.option("--confidence", type=Share(), default=0.95, help="How sure to be.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def plan(population: int, as_json: bool, **wanted: Any) -> None:
    """Sizes for a caseload, the decision rule, and what a clean result would prove."""
    try:
        made = _plan(population, **wanted)
    except ValueError as error:
        raise Refused(str(error)) from error
    if as_json:
        print_json(made)
    else:
        click.echo(_plan_in_words(made))


@command.command()
@click.argument("file")
@click.option("--size", type=int, required=True, help="Files to draw.")
@click.option("--seed", required=True, help="Any number or words; the same seed draws the same.")
@click.option("--stratify", metavar="COLUMN", help="Share the sample between this column's values.")
@click.option(
    "--exclude",
    "exclusions",
    multiple=True,
    metavar="EXPR",
    help="Leave rows out, such as 'status == closed'. May be given more than once.",
)
@click.option("--method", type=click.Choice(sampling.METHODS), help="How to draw.")
@click.option("--key", metavar="COLUMN", help="The column that identifies a file.")
@click.option("--read-twice", type=Share(), help="The share of the sample a second person reads.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def draw(
    file: str,
    size: int,
    seed: str,
    stratify: str | None,
    exclusions: tuple[str, ...],
    method: str | None,
    key: str | None,
    read_twice: float | None,
    as_json: bool,
) -> None:
    """Draw files from FILE.csv (rows counted from 0, the header not counted)."""
    if not seed.strip():
        raise Refused("Give a seed: any number or words. The same seed draws the same files again.")
    table = read_table(file)
    for column in filter(None, (stratify, key)):
        need_column(table, column, file)
    try:
        rules = [sampling.parse_exclusion(typed, table.columns) for typed in exclusions]
        drawn = sampling.draw(
            table.rows, size, _seed(seed), method=method, stratify=stratify, key=key, exclude=rules
        )
    except ValueError as error:
        raise Refused(str(error)) from error
    for warning in drawn.warnings:
        click.echo(f"goldthread: {warning}", err=True)
    twice = list(sampling.double_review(drawn.drawn, drawn.seed, read_twice)) if read_twice else []
    if as_json:
        print_json(_draw_as_json(drawn, twice))
    else:
        click.echo(_draw_in_words(drawn, table.rows, twice))


@command.command()
@click.argument("file")
@click.option("--first", required=True, metavar="COLUMN", help="What the first reader found.")
@click.option("--second", required=True, metavar="COLUMN", help="What the second reader found.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def agreement(file: str, first: str, second: str, as_json: bool) -> None:
    """How far two readers of the same files agree (Cohen's kappa). A row with a blank is left out."""
    table = read_table(file)
    for column in (first, second):
        need_column(table, column, file)
    pairs = [(row[first].strip().casefold(), row[second].strip().casefold()) for row in table.rows]
    whole = [pair for pair in pairs if all(pair)]
    found = sampling.cohens_kappa([one for one, _ in whole], [two for _, two in whole])
    left_out = len(pairs) - len(whole)
    if as_json:
        print_json(asdict(found) | {"left_out": left_out})
    else:
        blank = f" {left_out} without both answers left out." if left_out else ""
        click.echo(f"{found.sentence}{blank}")


def _plan(
    population: int,
    size: int | None,
    failures: int,
    margin: float,
    failing_shares: tuple[float, ...],
    good: float,
    bad: float,
    error: float,
    confidence: float,
) -> dict[str, Any]:
    rule = sampling.acceptance_rule(population, good, bad, error)
    proved = sampling.clean_result(population, size, failures, confidence) if size else None
    return {
        "population": population,
        "confidence": confidence,
        "precision": {
            "margin": margin,
            "size": sampling.size_for_precision(population, margin, confidence),
        },
        "rule_out": [
            {
                "failing_share": share,
                "size": sampling.size_to_rule_out(population, share, confidence),
            }
            for share in failing_shares
        ],
        "acceptance": asdict(rule) if rule else None,
        "result": asdict(proved) if proved else None,
    }


def _plan_in_words(made: dict[str, Any]) -> str:
    sure = f"{made['confidence']:.0%}"
    lines = [
        f"For {made['population']} {'file' if made['population'] == 1 else 'files'}, {sure} sure:",
        f"  to know the share passing to within {made['precision']['margin']:.0%}: "
        f"look at {made['precision']['size']}",
    ]
    lines += [
        f"  to be sure fewer than {item['failing_share']:.0%} fail: "
        f"look at {item['size']}, and all must pass"
        for item in made["rule_out"]
    ]
    lines.append(_rule_in_words(made["acceptance"]))
    if made["result"]:
        lines.append(f"  {made['result']['sentence']}")
    return "\n".join(lines)


def _rule_in_words(rule: dict[str, Any] | None) -> str:
    if rule is None:
        return "  to tell good from poor: not possible with so few files; look at them all"
    return (
        f"  to tell good ({rule['good']:.0%} passing) from poor ({rule['bad']:.0%}): look at "
        f"{rule['size']}, pass when {rule['allowed_failures']} or fewer fail (a good service is "
        f"refused {rule['good_refused']:.1%} of the time, a poor one passed {rule['bad_accepted']:.1%})"
    )


def _draw_as_json(drawn: sampling.Draw, twice: list[int]) -> dict[str, Any]:
    return {
        "seed": drawn.seed,
        "size": drawn.size,
        "method": drawn.method,
        "drawn": [asdict(item) for item in drawn.drawn],
        "excluded": [asdict(item) for item in drawn.excluded],
        "read_twice": twice,
        "warnings": list(drawn.warnings),
    }


def _draw_in_words(drawn: sampling.Draw, rows: list[dict[str, str]], twice: list[int]) -> str:
    lines = [f"{drawn.size} drawn with seed {drawn.seed} ({drawn.method}), in this order:"]
    for item in drawn.drawn:
        stratum = f" [{item.stratum}]" if item.stratum else ""
        first = next(iter(rows[item.row].values()), "")
        second = ", read by a second person too" if item.row in twice else ""
        lines.append(f"  row {item.row}{stratum}: {first}{second}")
    lines += [f"  left out row {item.row}: {item.reason}" for item in drawn.excluded]
    return "\n".join(lines)


def _seed(typed: str) -> str | int:
    """A whole number stays one in the JSON; both draw the same files."""
    return int(typed) if typed.removeprefix("-").isdecimal() and str(int(typed)) == typed else typed
