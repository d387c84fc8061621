"""What the pages of openness print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldthread.analytics.months import in_words as day_in_words
from goldthread.clocks.queries import of_subject
from goldthread.decision_tools.queries import in_words
from goldthread.domain.candour import queries
from goldthread.domain.candour.terms import Status
from goldthread.web.components import Clock, Row, Stage, clock_shown, link
from goldthread.web.words import when

# Each step of candour: its title, the address that does it, the status once it is done, the column
# of its time and person, and the clock that runs for it.
STEPS = (
    ("Tell them in person", "tell", Status.TOLD, "told", "candour_notify_contract"),
    ("Offer support", "support", Status.SUPPORTED, "supported", ""),
    ("Follow it in writing", "written", Status.WRITTEN, "written", "candour_written_follow_up"),
    ("Share the results", "results", Status.RESULTS_SHARED, "results_shared",
     "candour_share_results"),
    ("Complete", "complete", Status.COMPLETE, "completed", ""),
)  # fmt: skip
ORDER = (
    Status.TRIGGERED,
    Status.TOLD,
    Status.SUPPORTED,
    Status.WRITTEN,
    Status.RESULTS_SHARED,
    Status.COMPLETE,
)
STILL_NEEDED = {
    "tell": "They have not been told in person.",
    "support": "No support is on record as offered.",
    "written": "The follow-up letter has not been sent.",
    "results": "The letter with the results has not been sent.",
    "complete": "Every question has to be answered, or say why it cannot be.",
}


@dataclass(frozen=True)
class Next:
    """What is to be done next, and where."""

    title: str
    href: str


@dataclass(frozen=True)
class DecisionShown:
    """One decision in words, with every answer behind it."""

    outcome: str
    who: str
    professional: str
    reason: str
    tool: str
    answers: tuple[Row, ...]
    next_decision: str


def address(incident: Any, name: str, *args: Any) -> str:
    """A page of this incident's openness."""
    return reverse(f"candour:{name}", args=[incident.reference, *args])


def stages(incident: Any, candour: Any, *, may_manage: bool, names: bool) -> list[Stage]:
    """The ordered steps with where they stand; only the next one leads anywhere."""
    clocks = _running(candour)
    found = [_deciding(incident, candour, clocks, may_manage)]
    if candour is None or candour.status in (Status.UNDECIDED, Status.NOT_TRIGGERED):
        return found
    found.append(_person(incident, candour, may_manage, names))
    reached = ORDER.index(Status(candour.status))
    for place, (title, name, _, column, kind) in enumerate(STEPS, 1):
        at = getattr(candour, f"{column}_at")
        by = getattr(candour, f"{column}_by")
        if at is not None and not (candour.contact_outcome and column == "completed"):
            found.append(Stage(title, "done", "Done", "", by.name, when(at)))
        elif candour.contact_outcome:
            words = candour.get_contact_outcome_display()
            found.append(Stage(title, "not_needed", words))
        elif place == reached + 1 and candour.person_name:
            href = address(incident, name) if may_manage else ""
            found.append(
                Stage(title, "current", "Next", href, _lead(candour), "", clocks.get(kind),
                      missing=(STILL_NEEDED[name],))
            )  # fmt: skip
        else:
            found.append(Stage(title, "waiting", "Later", clock=clocks.get(kind)))
    return found


def _running(candour: Any) -> dict[str, Clock]:
    if candour is None:
        return {}
    return {one.kind: clock_shown(one) for one in of_subject(candour) if one.ended_at is None}


def _lead(candour: Any) -> str:
    return candour.lead.name if candour.lead else ""


def _deciding(incident: Any, candour: Any, clocks: dict[str, Clock], may_manage: bool) -> Stage:
    title = "Decide whether the duty of candour applies"
    href = address(incident, "decide") if may_manage else ""
    if candour is None or candour.status == Status.UNDECIDED:
        return Stage(
            title,
            "current",
            "Not decided yet",
            href,
            clock=clocks.get("candour_decision"),
            missing=("A healthcare professional's opinion, with the reason, also when it is no.",),
        )
    last = queries.decisions_of(candour)[0]
    applies = "Does not apply" if candour.status == Status.NOT_TRIGGERED else "Applies"
    return Stage(
        title,
        "done",
        applies,
        href if candour.status in (Status.NOT_TRIGGERED, Status.TRIGGERED) else "",
        last.decided_by.name,
        when(last.decided_at),
        summary=last.reason,
    )


def _person(incident: Any, candour: Any, may_manage: bool, names: bool) -> Stage:
    href = address(incident, "person") if may_manage and candour.status in ORDER[:-1] else ""
    title = "Say who is to be told"
    if not candour.person_name:
        missing = ("The person affected, or someone lawfully acting for them.",)
        return Stage(title, "current", "Next", href, missing=missing)
    who = candour.person_name if names else "A named person"
    return Stage(
        title,
        "done",
        "Known",
        href,
        _lead(candour),
        summary=f"{who}: {candour.get_person_relationship_display().lower()}.",
    )


def next_step(found: list[Stage]) -> Next | None:
    """The one thing to do next, where the reader may do it."""
    current = next((stage for stage in found if stage.state == "current" and stage.href), None)
    return Next(current.title, current.href) if current else None


def decisions(candour: Any) -> list[DecisionShown]:
    """Every decision, newest first."""
    return [_decision(one) for one in queries.decisions_of(candour)] if candour else []


def _decision(one: Any) -> DecisionShown:
    told = in_words(one.run)
    following = ""
    if one.next_decider:
        following = f"{one.next_decider.name} decides by {when_day(one.next_decision_on)}."
    return DecisionShown(
        outcome=told.outcome.label,
        who=f"{one.decided_by.name}, {when(one.decided_at)}",
        professional=one.professional,
        reason=one.reason,
        tool=f"{told.tool} Version {told.number}.",
        answers=tuple(
            Row(said.question, f"{said.answer}. {said.reason}" if said.reason else said.answer)
            for said in told.said
        ),
        next_decision=following,
    )


def when_day(day: Any) -> str:
    """A day in words."""
    return day_in_words(day)


def told_rows(candour: Any, names: bool) -> list[Row]:
    """What is on record of telling and support."""
    if candour is None:
        return []
    rows = [
        ("Who is told", candour.person_name if names else ""),
        ("What lets them act", candour.person_basis),
        ("How to reach them", candour.person_contact if names else ""),
        ("What they need", candour.person_needs),
        ("Account given", candour.account),
        ("Further enquiries", candour.enquiries),
        ("Apology", candour.apology),
        ("Told", f"{candour.get_told_how_display()}. {candour.told_how_why}".strip()
         if candour.told_how else ""),
        ("Support offered", candour.support_offered),
        ("Support taken up", candour.support_taken),
        ("Why contact ended", candour.get_contact_outcome_display()
         if candour.contact_outcome else ""),
        ("Wishes, and when to look again", candour.contact_note),
    ]  # fmt: skip
    return [Row(key, value) for key, value in rows if value]


def correspondence_rows(incident: Any, names: bool) -> list[list[Any]]:
    """Everything that passed between the service and the person, oldest first."""
    return [
        [
            when(item.at),
            link(address(incident, "letter", item.letter.pk), item.what)
            if item.letter and names
            else item.what,
            item.detail,
        ]
        for item in queries.correspondence(incident)
    ]
