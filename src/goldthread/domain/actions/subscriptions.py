"""What follows for actions when their incident moves."""

from __future__ import annotations

from django.utils import timezone

from goldthread.clocks.queries import of_subject
from goldthread.domain.actions.drafts import Draft
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.operations.agreeing import propose, revise
from goldthread.domain.actions.operations.following import DUE_CLOCKS, settle, start_clock
from goldthread.domain.actions.queries.thread import for_source
from goldthread.domain.actions.terms import OPEN_STATUSES, Kind, Status
from goldthread.domain.registers.safeguarding.terms import key_of
from goldthread.domain.reviews.terms import Method
from goldthread.evidence.operations import add_item
from goldthread.workflow.operations import Event, subscribe
from goldthread.workflow.refusals import refuse


@subscribe("review.submit")
def this_week_becomes_an_action(event: Event) -> None:
    """What a rapid review will implement this week is proposed as an action due within it.

    A review that was returned and submitted again changes the proposal it made before.
    """
    review = event.record
    if review.method != Method.RAPID:
        return
    draft = Draft(
        title=review.this_week[:200],
        change=review.this_week,
        owner=review.week_owner,
        due_on=review.week_due_on,
        rapid=True,
        source_type=review._meta.label_lower,
        source_id=review.pk,
        proposed_in="Rapid learning review",
    )
    earlier = for_source(draft.source_type, [review.pk]).first()
    if earlier is None:
        propose(review.incident, draft, by=review.submitted_by, at=event.at)
    elif earlier.status == Status.PROPOSED:
        revise(earlier, draft, by=review.submitted_by, at=event.at)


@subscribe("incident.place")
def move_to_the_same_team(event: Event) -> None:
    """Actions stand where their incident stands."""
    Action.objects.filter(incident=event.record).update(unit=event.record.unit)


@subscribe("incident.withdraw")
def keep_open_actions(event: Event) -> None:
    """An incident is not withdrawn over work that is still promised (ACT-14)."""
    first = Action.objects.filter(incident=event.record, status__in=OPEN_STATUSES).first()
    if first is not None:
        raise refuse(
            "ACT-14",
            f"The action “{first.title}” is still open on this incident. "
            "Complete or withdraw it first.",
        )


@subscribe("incident.begin_acting")
def pass_on_when_nothing_is_left(event: Event) -> None:
    """Actions that were complete before the review was signed off need no more waiting."""
    settle(event.record, at=event.at)


@subscribe("incident.reopen")
def let_clocks_run_again(event: Event) -> None:
    """Closing ended every clock of the thread; agreed actions are due again."""
    for action in Action.objects.filter(incident=event.record, status=Status.AGREED):
        running = of_subject(action).filter(kind__in=DUE_CLOCKS, ended_at__isnull=True)
        if not running.exists():
            start_clock(action, event.at)


@subscribe("agreement.agree")
@subscribe("agreement.record_agreed")
def an_agreement_proves_the_change_with_its_partner(event: Event) -> None:
    """What a partner agreed is the evidence of every open change with that partner (row 103)."""
    agreement = event.record
    waiting = Action.objects.filter(
        organisation=agreement.organisation_id, kind=Kind.INTERFACE, status=Status.AGREED
    ).select_related("unit")
    tasks = "; ".join(f"{row.task} ({row.agency})" for row in agreement.rows.all())
    for action in waiting:
        if key_of(action.partner) == agreement.partner.key:
            add_item(
                action,
                "interface_agreement",
                {
                    "partner": agreement.partner.name,
                    "agreed_on": timezone.localdate(agreement.agreed_at),
                    "agreed": f"{agreement.reference}: {tasks}",
                },
                by=agreement.drafted_by,
                thread=action.incident_id,
                at=event.at,
            )
