"""What is usually to be done in a safeguarding case once the council has decided."""

from __future__ import annotations

import datetime as dt

from goldthread.demo.case_scripts import CaseTask

TASKS = (
    "Ask the person again what they want, without anyone from the house.",
    "Have the bank card stopped and a new one sent to the team.",
    "Visit together with the social worker and write the plan there.",
    "Agree with the landlord who may be let in.",
)
OWNER = "gorsewood"


def usual_tasks(
    decided: dt.datetime | None, closed: dt.datetime | None, now: dt.datetime
) -> tuple[CaseTask, ...]:
    """One action, due in a fortnight and done in about that, before the case closes."""
    if decided is None:
        return ()
    at = decided + dt.timedelta(hours=1)
    done_at = at + dt.timedelta(days=9 + decided.day % 9)
    if closed is not None:
        done_at = min(done_at, closed - dt.timedelta(hours=2))
    what = TASKS[decided.day % len(TASKS)]
    return (CaseTask(at, what, 14, owner=OWNER, done_at=done_at if done_at < now else None),)
