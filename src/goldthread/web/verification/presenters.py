"""What the pages of verification print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from goldthread.domain.verification import queries
from goldthread.domain.verification.results import Result
from goldthread.domain.verification.terms import RoundKind, Shown, Status
from goldthread.web.components import Row, link
from goldthread.web.gauge import Gauge, gauge
from goldthread.web.words import date, when

TONES = {
    Status.PLANNED: "waiting",
    Status.RUNNING: "underway",
    Status.CONCLUDED: "neutral",
    Status.SUSTAINED: "good",
    Status.RELAPSED: "late",
}
STANDING = {"done": ("Done", "neutral"), "late": ("Late", "late"), "due": ("Due", "waiting")}
SHOWN_TONES = {
    Shown.NOTHING: "waiting",
    Shown.SHOWN: "unproven",
    Shown.MET_IN_SAMPLE: "unproven",
    Shown.NOT_YET: "late",
    Shown.NOT_MET: "late",
}


@dataclass(frozen=True)
class ResultShown:
    """A result in words, with its bar where anything was checked."""

    sentence: str
    tone: str
    bar: Gauge | None


@dataclass(frozen=True)
class RoundShown:
    """One round as a row."""

    title: str
    href: str
    due: str
    standing: str
    tone: str
    result: str


def result_shown(result: Result) -> ResultShown:
    """The sentence of the result, and its bar."""
    bar = None
    if result.checked:
        interval = (result.lower / 100, result.upper / 100)
        bar = gauge(result.passed, result.checked, interval, result.standard / 100)
    return ResultShown(result.sentence, SHOWN_TONES[Shown(result.shown)], bar)


def tone(plan: Any) -> str:
    """Green is for what was verified, and nothing else."""
    return "good" if plan.action.status == "verified" else TONES[Status(plan.status)]


def rounds(plan: Any) -> list[RoundShown]:
    """The rounds of the present cycle and the baseline, in order."""
    shown = [
        row
        for row in plan.rounds.all()
        if row.cycle == plan.cycle or row.kind == RoundKind.BASELINE
    ]
    return [round_shown(plan, row) for row in shown]


def round_shown(plan: Any, row: Any) -> RoundShown:
    words, colour = STANDING[queries.standing_of(row)]
    result = queries.result_of([row], float(plan.standard))
    return RoundShown(
        title=round_title(row),
        href=f"/verification/rounds/{row.pk}/",
        due=date(row.due_on),
        standing=words,
        tone=colour,
        result=f"{result.passed} of {result.checked}" if result.checked else "Not checked yet",
    )


def round_title(row: Any) -> str:
    """`Baseline`, `Round 2`, `Re-check at 6 months`."""
    if row.kind == RoundKind.BASELINE:
        return "Baseline"
    if row.kind == RoundKind.RECHECK:
        return f"Re-check at {(3, 6, 12)[row.number - 1]} months"
    return f"Round {row.number}"


def plan_rows(plan: Any) -> list[Row]:
    """The plan as it was agreed."""
    version = plan.instrument_version
    return [
        Row("Action", link(f"/actions/{plan.action_id}/", plan.action.title)),
        Row("Incident", link(f"/incidents/{plan.incident.reference}/", plan.incident.reference)),
        Row("Owner of the action", plan.action.owner.name if plan.action.owner else "Nobody"),
        Row("Verifier", plan.verifier.name if plan.verifier else "Whoever verifies here"),
        Row("Method", plan.get_method_display()),
        Row("What is measured", plan.measure),
        Row("Standard", f"{float(plan.standard):g}%"),
        Row("Instrument", str(version) if version else "Not chosen yet"),
        Row("Cases in each round", str(plan.sample_size)),
        Row("Rounds", _rounds_words(plan)),
    ]


def _rounds_words(plan: Any) -> str:
    if plan.rounds_planned == 1:
        return "One"
    every = "week" if plan.days_between == 7 else f"{plan.days_between} days"
    return f"{plan.rounds_planned}, one every {every}"


def draw_rows(row: Any) -> list[Row]:
    """How the sample was drawn, so that anyone can repeat it."""
    left_out = len(row.excluded)
    rows = [
        Row("Drawn from", f"{row.frame_size} cases: {row.get_frame_source_display().lower()}"),
        Row("Seed", row.seed),
        Row("Method", row.draw_method),
        Row("Left out", f"{left_out}" if left_out else "None"),
        Row("Drawn by", f"{row.drawn_by.name}, {when(row.drawn_at)}"),
    ]
    if row.frame_words:
        rows.insert(1, Row("The list", row.frame_words))
    if row.stratify:
        rows.insert(3, Row("Shared between", row.stratify))
    return rows


def reasons_left_out(row: Any) -> list[tuple[str, int]]:
    """Each reason for leaving cases out, with how many."""
    counts: dict[str, int] = {}
    for item in row.excluded:
        counts[item["reason"]] = counts.get(item["reason"], 0) + 1
    return sorted(counts.items())


@dataclass(frozen=True)
class CaseShown:
    """One case as a row of the round."""

    number: int
    label: str
    href: str
    words: str
    tone: str
    read_twice: bool


def case_shown(case: Any) -> CaseShown:
    if case.unavailable_because:
        words, colour = f"Could not be checked: {case.unavailable_because}", "stopped"
    elif case.response is None:
        words, colour = "To check", "waiting"
    elif case.response.passes is None:
        words, colour = "Nothing applied", "stopped"
    else:
        words, colour = ("Meets it", "neutral") if case.response.passes else ("Does not", "late")
    return CaseShown(
        case.number, case.label, f"/verification/cases/{case.pk}/", words, colour, case.read_twice
    )
