"""Drawing samples and checking cases."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.analytics.sampling import SampleRefused, double_review, draw, parse_exclusion
from goldthread.analytics.sampling.drawing import Draw
from goldthread.clocks import operations as clocks
from goldthread.domain.verification import transitions as moves
from goldthread.domain.verification.frames import CASE, Frame
from goldthread.domain.verification.models import Case, Plan, Round
from goldthread.domain.verification.queries import open_cases
from goldthread.instruments import operations as instruments
from goldthread.instruments.models import Response
from goldthread.workflow.operations import perform
from goldthread.workflow.refusals import refuse

UNDRAWABLE = "VER-21"


@transaction.atomic
def draw_sample(
    row: Round,
    frame: Frame,
    *,
    by: User,
    size: int | None = None,
    seed: str = "",
    stratify: str = "",
    exclude: Sequence[str] = (),
    read_twice: float = 0.1,
    at: dt.datetime | None = None,
) -> Round:
    """Draw the round's cases at random from the whole list; seed, list and exclusions are kept.

    A list shorter than the sample is checked whole. Without a seed one is made by the machine.
    """
    at = at or timezone.now()
    row, plan = _locked(row)
    seed = seed.strip() or secrets.token_hex(8)
    drawn = _draw(frame, size or plan.sample_size, seed, stratify, exclude)
    told = {
        "round": row.pk,
        "kind": row.kind,
        "seed": seed,
        "size": len(drawn.drawn),
        "frame_size": len(frame.rows),
        "frame_hash": frame.digest(),
        "frame_source": frame.source,
        "excluded": [{"row": item.row, "reason": item.reason} for item in drawn.excluded],
        "stratify": stratify,
    }
    facts = {"by": by, "round": row, "frame_size": len(frame.rows)}
    perform(moves.DRAW, plan, by=by, at=at, facts=facts, told=told)
    Round.objects.filter(pk=row.pk).update(
        frame=frame.as_text(),
        frame_source=frame.source,
        frame_words=frame.words[:300],
        frame_size=len(frame.rows),
        frame_hash=frame.digest(),
        stratify=stratify,
        draw_method=drawn.method,
        seed=seed,
        excluded=told["excluded"],
        drawn_at=at,
        drawn_by=by,
    )
    _make_cases(row, frame, drawn, seed, read_twice)
    row.refresh_from_db()
    return row


def _draw(frame: Frame, size: int, seed: str, stratify: str, exclude: Sequence[str]) -> Draw:
    try:
        rules = [parse_exclusion(text, frame.columns) for text in exclude if text.strip()]
        left = [r for r in frame.rows if not any(rule.matches(r) for rule in rules)]
        distinct = len({r[CASE] for r in left})
        if stratify and stratify not in frame.columns:
            raise SampleRefused(f"The list has no column “{stratify}”.")
        return draw(
            frame.rows,
            min(size, max(distinct, 1)),
            seed,
            stratify=stratify or None,
            key=CASE,
            exclude=rules,
        )
    except ValueError as refused:
        raise refuse(UNDRAWABLE, str(refused), "frame") from refused


def _make_cases(row: Round, frame: Frame, drawn: Draw, seed: str, read_twice: float) -> None:
    twice = set(double_review(drawn.drawn, seed, read_twice)) if read_twice else set()
    Case.objects.bulk_create(
        [
            Case(
                round=row,
                number=number,
                row=item.row,
                label=frame.rows[item.row][CASE],
                stratum=(item.stratum or "")[:120],
                read_twice=item.row in twice,
            )
            for number, item in enumerate(drawn.drawn, 1)
        ]
    )


@transaction.atomic
def check_case(
    case: Case,
    answers: Mapping[str, str],
    *,
    by: User,
    comments: Mapping[str, str] | None = None,
    setting: str = "",
    at: dt.datetime | None = None,
) -> Case:
    """Record what one case showed, with the plan's instrument."""
    at = at or timezone.now()
    row, plan = _locked(case.round)
    case.refresh_from_db()
    setting = setting.strip() or case.setting
    facts = {"by": by, "round": row, "case": case, "setting": setting}
    perform(
        moves.CHECK, plan, by=by, at=at, facts=facts, told={"round": row.pk, "case": case.number}
    )
    response = _respond(plan, row, case, answers, by, comments, at)
    Case.objects.filter(pk=case.pk).update(response=response, setting=setting[:200])
    case.refresh_from_db()
    return case


@transaction.atomic
def observe(
    row: Round,
    setting: str,
    answers: Mapping[str, str],
    *,
    by: User,
    comments: Mapping[str, str] | None = None,
    at: dt.datetime | None = None,
) -> Case:
    """Record something seen directly: where, and what was and was not seen (row 52)."""
    row, _ = _locked(row)
    case = Case.objects.create(
        round=row, number=row.cases.count() + 1, label=setting.strip(), setting=setting.strip()
    )
    return check_case(case, answers, by=by, comments=comments, setting=setting, at=at)


@transaction.atomic
def read_again(
    case: Case,
    answers: Mapping[str, str],
    *,
    by: User,
    comments: Mapping[str, str] | None = None,
    at: dt.datetime | None = None,
) -> Response:
    """A second reader reads the same case, so that agreement can be shown."""
    row, plan = _locked(case.round)
    if case.response is None:
        raise refuse("VER-22", "Someone has to check this case first.")
    return _respond(plan, row, case, answers, by, comments, at or timezone.now(), case.response)


@transaction.atomic
def correct_case(
    case: Case,
    answers: Mapping[str, str],
    reason: str,
    *,
    by: User,
    comments: Mapping[str, str] | None = None,
    at: dt.datetime | None = None,
) -> Case:
    """Correct the answers of a case before its round is done; the first ones are kept."""
    row, plan = _locked(case.round)
    if case.response is None or row.done_at is not None:
        raise refuse("VER-23", "Answers are corrected before the round is finished.")
    facts = {"by": by, "round": row, "case": Case(), "setting": case.setting or "as before"}
    told = {"round": row.pk, "case": case.number, "corrected": reason}
    perform(moves.CHECK, plan, by=by, at=at, facts=facts, told=told)
    case.response = instruments.correct(
        case.response, answers, reason=reason, by=by, at=at, comments=comments
    )
    case.save(update_fields=["response"])
    return case


@transaction.atomic
def leave_out(case: Case, reason: str, *, by: User, at: dt.datetime | None = None) -> Case:
    """Say why a drawn case could not be checked; it is shown, not quietly replaced."""
    row, plan = _locked(case.round)
    facts = {"by": by, "case": case, "reason": reason}
    told = {"round": row.pk, "case": case.number, "reason": reason}
    perform(moves.LEAVE_OUT, plan, by=by, at=at, facts=facts, told=told)
    case.unavailable_because = reason.strip()
    case.save(update_fields=["unavailable_because"])
    return case


@transaction.atomic
def finish_round(row: Round, *, by: User, at: dt.datetime | None = None) -> Round:
    """Finish a round whose every case is checked; ends its clock."""
    at = at or timezone.now()
    row, plan = _locked(row)
    facts = {"by": by, "cases": row.cases.count(), "open_cases": len(open_cases(row))}
    perform(moves.FINISH_ROUND, plan, by=by, at=at, facts=facts, told={"round": row.pk})
    Round.objects.filter(pk=row.pk).update(done_at=at, done_by=by)
    clocks.meet(row, "verification_round", at=at)
    row.refresh_from_db()
    return row


def _respond(
    plan: Plan,
    row: Round,
    case: Case,
    answers: Mapping[str, str],
    by: User,
    comments: Mapping[str, str] | None,
    at: dt.datetime,
    second_of: Response | None = None,
) -> Response:
    if plan.instrument_version is None:
        raise refuse("VER-02", "Choose the instrument on the plan first.", "instrument")
    return instruments.respond(
        plan.instrument_version,
        answers,
        subject=row,
        case_label=f"{row.get_kind_display()} {row.number}, case {case.number}",
        by=by,
        at=at,
        comments=comments,
        thread=plan.incident_id,
        second_of=second_of,
    )


def _locked(row: Round) -> tuple[Any, Plan]:
    """The round and its plan as they are now, held so that two readers take turns."""
    plan = Plan.objects.select_for_update().get(pk=row.plan_id)
    fresh = Round.objects.get(pk=row.pk)
    fresh.plan = plan
    return fresh, plan
