"""What the triage page prints beside the form: proposal, suggestions, similar incidents, history."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from goldthread.domain.incidents import queries
from goldthread.domain.incidents.consequences import Consequence
from goldthread.domain.incidents.operations.triaging import duties_of
from goldthread.domain.incidents.terms import EVENT_SHORT, EventType, TriageQuestion
from goldthread.domain.incidents.triage_decisions import Because, Decision, propose_tier
from goldthread.domain.insight.themes.queries import similar_to
from goldthread.web.components import link
from goldthread.web.incidents.forms.triage import NOT_KNOWN, TriageForm
from goldthread.web.incidents.presenters.alike import nearby_row
from goldthread.web.words import date, plural, when

SHOWN = 5


@dataclass(frozen=True)
class Proposed:
    """What the tool proposes: the tier, what it means, each step of why, and the duties."""

    label: str
    guidance: str
    because: tuple[Because, ...]
    tool: str
    repeats: str
    duties: tuple[Consequence, ...]


def proposed(incident: Any, decision: Decision) -> Proposed | None:
    """The proposal from the facts and what is answered so far; None without the worst result."""
    if not decision.potential_harm:
        return None
    found = propose_tier(
        incident,
        potential_harm=decision.potential_harm,
        national_trigger=decision.national_trigger,
        themes=decision.themes,
    )
    repeats = (
        f"{plural(found.repeats, 'other')} of these themes in this service in the twelve months "
        "before."
    )
    return Proposed(
        label=found.label,
        guidance=found.guidance,
        because=found.because,
        tool=f"{found.version.tool.name}, version {found.version.number}",
        repeats=repeats if decision.themes else "",
        duties=tuple(duties_of(incident, decision)),
    )


def first_proposal(incident: Any, form: TriageForm) -> Proposed | None:
    """The proposal as the page opens: from what was sent, else from what is known."""
    if form.is_bound and not form.restored:
        form.is_valid()
        return proposed(incident, form.sketch())
    begin = form.initial
    chosen = [form.offered.themes[code] for code in begin["themes"] if code in form.offered.themes]
    return proposed(
        incident,
        Decision(
            category=None,
            why="",
            potential_harm=begin["potential_harm"],
            answers={},
            tier="",
            national_trigger=NOT_KNOWN,
            themes=tuple(chosen),
        ),
    )


def beginning(incident: Any, before: Any) -> dict[str, Any]:
    """What stands in the form at first: nothing is decided for the person, facts are not asked twice.

    Before a second decision it holds the first one.
    """
    begin: dict[str, Any] = {
        "potential_harm": incident.potential_harm,
        "themes": [str(row.theme_id) for row in incident.theme_links.all()],
        "pathway": str(incident.pathway_id or ""),
        "service_model": str(incident.service_model_id or ""),
    }
    if before is None:
        return begin
    begin |= {
        "category": str(before.category_id),
        "why": before.why,
        "none_needed_because": before.none_needed_because,
        "tier": before.tier,
        "override_reason": before.override_reason,
    }
    for answer in before.answers.all():
        begin[f"answer_{answer.question}"] = "yes" if answer.yes else "no"
        begin[f"reason_{answer.question}"] = answer.reason
        if answer.question == TriageQuestion.CLINICAL_REVIEW:
            begin["clinician"] = str(answer.clinician_id or "")
        if answer.question == TriageQuestion.PARTNER:
            begin |= {"partner": answer.partner, "partner_how": answer.partner_told_how}
    return begin


def suggestion(incident: Any) -> str:
    """The category the reporter, or the import, suggested."""
    if incident.suggested_category:
        return f"The reporter suggested “{incident.suggested_category.name}”."
    if incident.proposed_category:
        return f"It was imported as “{incident.proposed_category}”."
    return ""


@dataclass(frozen=True)
class Group:
    """A short list of other incidents, why they are shown, and how many more there are."""

    title: str
    rows: tuple[tuple[Any, str, str], ...]
    more: str = ""


def nearby(incident: Any, user: Any, reading: Any, *, sees_people: bool) -> list[Group]:
    """Similar incidents, those of the same people, and the last of the service; all in scope.

    Likeness was worked out when the account was read (`reading`); before that it is not said.
    """
    themes = [row.theme for row in incident.theme_links.all()]
    suggested = themes or [theme for theme, _ in queries.suggested_themes(incident)]
    seen = queries.visible_to(user)
    groups = [
        ("Of the same themes, in this service", queries.similar_before(incident, suggested)),
        (
            "Before this one, in this service",
            seen.filter(unit_id=incident.unit_id, reported_at__lt=incident.reported_at)
            .exclude(pk=incident.pk)
            .order_by("-reported_at", "-pk"),
        ),
    ]
    if sees_people:
        groups.insert(0, ("About the same people", queries.same_people_before(incident)))
    in_sight = seen.values("pk")
    alike = tuple(nearby_row(one) for one in similar_to(user, incident, reading, SHOWN))
    shown = [_group(title, rows.filter(pk__in=in_sight)) for title, rows in groups]
    shown.insert(0, Group("Most like this account", alike))
    return [group for group in shown if group.rows]


def _group(title: str, found: QuerySet[Any]) -> Group:
    rows = list(islice(found.select_related("category")[: SHOWN + 1], SHOWN + 1))
    more = "There are more; the list of incidents shows them." if len(rows) > SHOWN else ""
    return Group(title, tuple(_other(row) for row in rows[:SHOWN]), more)


def _other(row: Any) -> tuple[Any, str, str]:
    kind = row.category.name if row.category else EVENT_SHORT[EventType(row.event_type)]
    closed = row.get_closure_display() if row.closure else row.get_status_display()
    address = reverse("incidents:one", args=[row.reference])
    return link(address, row.reference), kind, f"{date(row.reported_at)}. {closed}"


@dataclass(frozen=True)
class Answered:
    """One of the four questions as answered: yes or no, why, and what a yes asked for."""

    question: str
    answer: str
    reason: str
    more: str


@dataclass(frozen=True)
class Decided:
    """One decision of the past: what, by whom, why, on what, and why it was made again."""

    title: str
    who: str
    why: str
    tier: str
    again: str
    none_needed: str
    because: tuple[Because, ...]
    answers: tuple[Answered, ...]
    duties: tuple[Consequence, ...]


def decisions(incident: Any) -> list[Decided]:
    """Every decision, the latest first; none is ever changed."""
    return [
        Decided(
            title=row.category.name,
            who=f"{row.decided_by.name}, {when(row.decided_at)}",
            why=row.why,
            tier=_tier_words(row),
            again=row.again_because,
            none_needed=row.none_needed_because,
            because=tuple(Because(**step) for step in row.proposed_because),
            answers=tuple(_answered(one) for one in row.answers.all()),
            duties=tuple(Consequence(**duty) for duty in row.consequences),
        )
        for row in reversed(list(incident.triages.all()))
    ]


def _answered(row: Any) -> Answered:
    more = [
        f"Asked of {row.clinician.name}." if row.clinician_id else "",
        f"{row.partner}." if row.partner else "",
        f"Told {when(row.partner_told_at)}." if row.partner_told_at else "",
        f"{row.partner_told_how}." if row.partner_told_how else "",
        _acknowledged(row),
    ]
    return Answered(
        question=row.get_question_display(),
        answer="Yes" if row.yes else "No",
        reason=row.reason,
        more=" ".join(part for part in more if part),
    )


def _acknowledged(row: Any) -> str:
    if not row.partner_acknowledged_at:
        return ""
    by = f" by {row.partner_acknowledged_by}" if row.partner_acknowledged_by else ""
    return f"Acknowledged {when(row.partner_acknowledged_at)}{by}."


def _tier_words(row: Any) -> str:
    if row.tier == row.proposed_tier:
        return f"{row.get_tier_display()}, as proposed."
    return (
        f"{row.get_tier_display()}. The tool proposed {row.get_proposed_tier_display().lower()}. "
        f"{row.override_reason}"
    )
