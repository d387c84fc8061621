"""What earlier meetings of the forum left: items carried over, and actions they decided on."""

from __future__ import annotations

from goldthread.analytics.months import in_words as day
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries import visible_to as actions_visible_to
from goldthread.domain.actions.terms import OPEN_STATUSES, Status
from goldthread.domain.governance.forums.agenda import SAID_LAST, Line, Period, source
from goldthread.domain.governance.forums.models import AgendaItem, Forum, Meeting
from goldthread.domain.governance.forums.queries.forums import HELD
from goldthread.domain.governance.forums.terms import CARRIED_OVER, Outcome

UNPROVED = (*OPEN_STATUSES, Status.COMPLETE, Status.NOT_EFFECTIVE)


@source(CARRIED_OVER, "Carried over from last time", "Decide now, or say why it waits again.")
def carried_over(forum: Forum, period: Period) -> list[Line]:
    """Items that the last meeting carried over, with what was said about them then."""
    last = (
        Meeting.objects.filter(forum=forum, status__in=HELD, started_at__lt=period.until)
        .order_by("-started_at")
        .first()
    )
    if last is None:
        return []
    rows = AgendaItem.objects.filter(meeting=last, outcome=Outcome.CARRIED)
    return [_again(item, last) for item in rows]


def _again(item: AgendaItem, last: Meeting) -> Line:
    before = tuple((label, text) for label, text in item.facts if label != SAID_LAST)
    said = item.decision or f"At the meeting of {day(last.slot_on)}"
    subject = (item.subject_type, item.subject_id) if item.subject_id is not None else None
    return Line(
        title=item.title,
        facts=((SAID_LAST, said), *before),
        ask=item.ask,
        link=item.link,
        subject=subject,
        incident_id=item.incident_id,
        section=item.section,
    )


@source(
    "earlier_actions",
    "Actions this forum decided on",
    "Done? And is it verified that practice changed?",
    visible_to=actions_visible_to,
)
def earlier_actions(forum: Forum, _: Period) -> list[Line]:
    """Actions that came from this forum's items and are not verified yet, earliest due first."""
    items = AgendaItem.objects.filter(meeting__forum=forum)
    rows = Action.objects.filter(
        source_type=AgendaItem._meta.label_lower,
        source_id__in=items.values("pk"),
        status__in=UNPROVED,
    )
    return [
        Line(
            title=action.title,
            facts=(
                ("Stands at", action.get_status_display()),
                ("Owner", action.owner.name if action.owner else "Nobody yet"),
                ("Due", day(action.due_on) if action.due_on else "No day yet"),
            ),
            link=f"/actions/{action.pk}/",
            subject=(Action._meta.label_lower, action.pk),
            incident_id=action.incident_id,
            actions=(action,) if action.status in OPEN_STATUSES else (),
        )
        for action in rows.select_related("owner", "incident").order_by("due_on", "pk")
    ]
