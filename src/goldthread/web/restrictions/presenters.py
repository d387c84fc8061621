"""Restrictions in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.registers.complaints.queries import visible_to as complaints_visible_to
from goldthread.domain.registers.people.queries import shown_to
from goldthread.domain.registers.restrictions import queries
from goldthread.domain.registers.restrictions.terms import LIVE, Scale, Status
from goldthread.web.components import Row, Step, link
from goldthread.web.people.panels import Content, Line
from goldthread.web.words import date, paragraphs, plural, when

TONES = {
    Status.PROPOSED: "waiting",
    Status.URGENT: "late",
    Status.IN_FORCE: "underway",
    Status.ENDED: "stopped",
    Status.DECLINED: "stopped",
}


@dataclass(frozen=True)
class TabsFor:
    """Which pages of the register the reader is led to."""

    sees: bool
    reviews: bool


def tabs_for(user: User) -> TabsFor:
    scope = scope_of(user)
    return TabsFor(
        scope.holds(Permission.RESTRICTION_SEE), scope.holds(Permission.RESTRICTION_REVIEW)
    )


def address(restriction: Any) -> str:
    return reverse("restrictions:one", args=[restriction.pk])


def tone(restriction: Any) -> str:
    return TONES[Status(restriction.status)]


def domains(restriction: Any) -> str:
    return ", ".join(one.label for one in restriction.domain_list)


def due_words(restriction: Any, today: dt.date) -> str:
    """`Review by 3 May 2026`, `4 days late, due 3 May 2026`, or nothing."""
    due = queries.due_on(restriction)
    if due is None:
        return ""
    what = "Record" if restriction.status == Status.URGENT else "Review"
    if queries.is_overdue(restriction):
        late = max((today - due).days, 0)
        return f"{plural(late, 'day')} late, due {date(due)}" if late else f"{what} due {date(due)}"
    return f"{what} by {date(due)}"


@dataclass(frozen=True)
class ListRow:
    """One restriction in a list."""

    href: str
    title: str
    facts: str
    where: str
    status: str
    tone: str
    due: str
    late: bool
    review: str


def list_row(restriction: Any, user: User, today: dt.date) -> ListRow:
    """A row of a list. The name is shown to those who may see it."""
    named = scope_of(user).holds(Permission.PERSON_SEE, restriction.unit_id)
    who = restriction.person.name if named else restriction.person.reference
    days = plural(queries.days_in_force(restriction, today), "day")
    live = restriction.status in LIVE
    blanket = "Everyone in a place" if restriction.scale == Scale.BLANKET else ""
    facts = [domains(restriction), blanket, f"in force {days}" if live else ""]
    return ListRow(
        href=address(restriction),
        title=restriction.words,
        facts=" · ".join(one for one in facts if one),
        where=f"{who} · {restriction.reference} · {restriction.unit.name}",
        status=restriction.get_status_display(),
        tone=tone(restriction),
        due=due_words(restriction, today),
        late=queries.is_overdue(restriction),
        review=reverse("restrictions:review", args=[restriction.pk]),
    )


def facts(restriction: Any, user: User) -> list[tuple[str, list[Row]]]:
    """The row of the register, in the order of its form."""
    one = restriction
    person = shown_to(one.person, user)
    if scope_of(user).holds(Permission.PERSON_SEE, one.unit_id):
        person = link(reverse("people:one", args=[one.person.reference]), person)
    sections = [
        (
            "What is limited",
            [
                Row("Person", person),
                Row("Part of life", domains(one)),
                Row("For whom", one.get_scale_display()),
                Row("Start", date(one.started_on)),
                Row("Safeguarding action", one.safeguarding_action and one.safeguarding_action.what),
            ],
        ),
        ("Why", [Row("Risk", paragraphs(one.trigger)), *_led_to(one, user),
                 Row("Rationale", paragraphs(one.rationale))]),
        ("Rights and safety", [
            Row("Rights and daily life", paragraphs(one.rights)),
            Row("Safety", paragraphs(one.safety)),
            Row("Proportionality", paragraphs(one.proportionality)),
        ]),
        ("The law", [
            Row("Legal basis", one.get_legal_basis_display()),
            Row("Which", one.legal_reference),
            Row("Capacity", one.get_capacity_display()),
            Row("Assessed", paragraphs(one.capacity_record)),
        ]),
        ("The person", [
            Row("Asked", one.get_involvement_display()),
            Row("View", paragraphs(one.view)),
            Row("Family or advocate", paragraphs(one.family)),
        ]),
        ("When it ends", [
            Row("First review", date(one.first_review_on)),
            Row("End date", date(one.ends_on)),
            Row("What ends it", paragraphs(one.exit_criteria)),
        ]),
        ("Who decided", _who(one)),
    ]  # fmt: skip
    kept = [(title, [row for row in rows if row.value]) for title, rows in sections]
    return [(title, rows) for title, rows in kept if rows]


def _led_to(one: Any, user: User) -> list[Row]:
    """The incident and the complaint, where the reader may open them."""
    found = []
    if one.incident_id and incidents_visible_to(user).filter(pk=one.incident_id).exists():
        reference = one.incident.reference
        found.append(Row("Incident", link(f"/incidents/{reference}/", reference)))
    if one.complaint_id and complaints_visible_to(user).filter(pk=one.complaint_id).exists():
        href = reverse("complaints:one", args=[one.complaint_id])
        found.append(Row("Complaint", link(href, one.complaint.reference)))
    return found


def _who(one: Any) -> list[Row]:
    def said(moment: Any, by: Any) -> str:
        return f"{when(moment)}, {by.name}" if moment and by else ""

    return [
        Row("Proposed", said(one.proposed_at, one.proposed_by)),
        Row("Why it could not wait", paragraphs(one.urgent_because)),
        Row("Record whole", said(one.completed_at, one.completed_by)),
        Row("Authorised", said(one.authorised_at, one.authorised_by)),
        Row("Not authorised because", paragraphs(one.declined_because)),
        Row("Ended", said(one.ended_at, one.ended_by)),
    ]


def decisions(restriction: Any) -> list[dict[str, Any]]:
    """Every review, the newest first."""
    return [
        {
            "title": f"{row.get_verdict_display()}, {date(row.decided_at)}",
            "by": row.decided_by.name,
            "rows": [
                Row("Risk", row.get_risk_display()),
                Row("What changed", paragraphs(row.what_changed)),
                Row("Why", paragraphs(row.reason)),
                *([Row("Why not less", paragraphs(row.why_not_reduced))] * bool(row.why_not_reduced)),
                Row("The person's view", paragraphs(row.view)),
                *([Row("Before", row.words_before), Row("Now", row.words_after)] * bool(row.words_after)),
                *([Row("Next review", date(row.next_review_on))] * bool(row.next_review_on)),
            ],
        }
        for row in queries.history_of(restriction)
    ]  # fmt: skip


def steps(restriction: Any, user: User) -> list[Step]:
    """What the reader may do with it now, the first as a button."""
    scope, unit, pk = scope_of(user), restriction.unit_id, restriction.pk
    status, found = restriction.status, []
    waits = status in (Status.PROPOSED, Status.URGENT)
    whole = restriction.completed_at is not None
    if waits and whole and scope.holds(Permission.RESTRICTION_AUTHORISE, unit):
        found.append(Step("Authorise or decline", f"/restrictions/{pk}/authorise", True))
    if waits and scope.holds(Permission.RESTRICTION_KEEP, unit):
        words = "Change the record" if whole else "Complete the record"
        found.append(Step(words, f"/restrictions/{pk}/complete", not whole))
    if status in LIVE and scope.holds(Permission.RESTRICTION_REVIEW, unit):
        main = status == Status.IN_FORCE
        found.append(Step("Review: continue, reduce or end", f"/restrictions/{pk}/review", main))
    return found


def panel(user: User, person: Any) -> Content | None:
    """The person's restrictions, for their page."""
    today = timezone.localdate()
    found = list(queries.of_person(person, user)[:20])
    lines = tuple(
        Line(
            one.words,
            address(one),
            due_words(one, today) or one.reference,
            "Overdue" if queries.is_overdue(one) else one.get_status_display(),
            "late" if queries.is_overdue(one) else tone(one),
        )
        for one in found
    )
    may = scope_of(user).holds(Permission.RESTRICTION_KEEP, person.unit_id)
    new = f"{reverse('restrictions:new')}?person={person.reference}"
    return Content(
        lines,
        "Nothing limits this person's life, as far as the register says.",
        (Step("Propose a restriction", new),) if may else (),
    )
