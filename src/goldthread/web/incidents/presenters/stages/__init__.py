"""The spine of the incident page: one `Stage` for each stage of the golden thread."""

from __future__ import annotations

from dataclasses import replace

from goldthread.web.components import Stage
from goldthread.web.incidents.presenters.reading import Reading
from goldthread.web.incidents.presenters.stages.early import (
    openness,
    report,
    safeguarding,
    stabilise,
    triage,
)
from goldthread.web.incidents.presenters.stages.late import (
    actions,
    learning,
    review,
    verification,
)


def spine(reading: Reading) -> list[Stage]:
    """Every stage in order; stabilising and safeguarding only where there is something of them."""
    stages = [report(reading), triage(reading)]
    if reading.stabilisation is not None:
        stages.append(stabilise(reading))
    stages.append(openness(reading))
    if reading.case is not None:
        stages.append(safeguarding(reading))
    stages += [review(reading), actions(reading), verification(reading), learning(reading)]
    return one_main(stages)


def one_main(stages: list[Stage]) -> list[Stage]:
    """One button a page: the first thing waited for. What else may be done stays a link."""
    first = next((stage for stage in stages if any(step.main for step in stage.steps)), None)
    return [
        stage
        if stage is first
        else replace(stage, steps=tuple(replace(step, main=False) for step in stage.steps))
        for stage in stages
    ]
