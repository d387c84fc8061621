"""Everything the incident page reads of its thread, fetched once, in few queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.terms import Permission
from goldthread.clocks.queries import of_thread
from goldthread.domain.actions import queries as actions
from goldthread.domain.candour import queries as candour
from goldthread.domain.incidents import queries as incidents
from goldthread.domain.reviews import queries as reviews
from goldthread.domain.verification import queries as verification
from goldthread.web.incidents.finding import may

STAGE_OF_CLOCK = {
    "time_to_safe": "report",
    "triage": "triage",
    "stabilisation": "stabilise",
    "cqc_notification": "triage",
    "lfpse_record": "triage",
    "candour_decision": "openness",
    "candour_notify": "openness",
    "candour_notify_contract": "openness",
    "candour_written_follow_up": "openness",
    "candour_share_results": "openness",
    "safeguarding_referral": "safeguarding",
    "safeguarding_authority_decision": "safeguarding",
    "rapid_review": "review",
    "thematic_review": "review",
    "structured_analysis": "review",
    "review_sign_off": "review",
    "rapid_action": "actions",
    "action_due": "actions",
    "action_extension": "actions",
    "action_owner": "actions",
    "verification_round": "verification",
    "sustained_check_3_months": "verification",
    "sustained_check_6_months": "verification",
    "sustained_check_12_months": "verification",
    "first_answer_to_reporter": "learning",
    "answer_to_question": "learning",
}


@dataclass(frozen=True)
class Reading:
    """One incident with the facts of each stage of its thread, as one person may read it."""

    incident: Any
    user: User
    now: dt.datetime
    triages: tuple[Any, ...]
    stabilisation: Any
    case: Any
    openness: candour.Stage
    review: reviews.Stage
    actions: actions.Stage
    verification: verification.Stage
    messages: tuple[Any, ...]
    clocks: tuple[Any, ...] = field(default=())

    @property
    def triage(self) -> Any:
        """The decision in force, or None."""
        return self.triages[-1] if self.triages else None

    def may(self, permission: Permission) -> bool:
        return may(self.user, permission, self.incident)

    def clock_of(self, stage: str) -> Any:
        """The clock that speaks for a stage: the first to fall due, else the last that ended."""
        own = [one for one in self.clocks if STAGE_OF_CLOCK.get(one.kind) == stage]
        running = [one for one in own if one.ended_at is None]
        if running:
            return min(running, key=lambda one: (one.due_at or one.starts_at, one.pk))
        return max(own, key=lambda one: (one.ended_at, one.pk), default=None)


def whole(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The incident with everything its page shows of itself."""
    return (
        incidents.with_page(rows)
        .select_related("stabilisation", "safeguarding_case")
        .prefetch_related("stabilisation__leader")
    )


def with_decisions(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The incident with every triage decision and whom its answers name."""
    return incidents.with_page(rows).prefetch_related("triages__answers__clinician")


def read(incident: Any, user: User) -> Reading:
    """Ask each stage for its facts. `incident` was fetched with `whole`."""
    return Reading(
        incident=incident,
        user=user,
        now=timezone.now(),
        triages=tuple(incident.triages.all()),
        stabilisation=getattr(incident, "stabilisation", None),
        case=getattr(incident, "safeguarding_case", None),
        openness=candour.stage_facts(incident),
        review=reviews.stage_facts(incident),
        actions=actions.stage_facts(incident),
        verification=verification.stage_facts(incident),
        messages=tuple(incidents.conversation(incident)),
        clocks=tuple(of_thread(incident.pk).select_related("owner")),
    )
