"""Drafting who owns what, asking the partner, and putting an agreement in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.scope import allows, scope_of
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.domain.registers.interfaces import queries
from goldthread.domain.registers.interfaces import transitions as moves
from goldthread.domain.registers.interfaces.definition import Task
from goldthread.domain.registers.interfaces.models import (
    AgreementRow,
    InterfaceAgreement,
    PartnerAnswer,
)
from goldthread.domain.registers.interfaces.terms import ANSWER_CLOCK, Answer, Status
from goldthread.domain.registers.safeguarding.models import PartnerAgency, SafeguardingCase
from goldthread.domain.registers.safeguarding.terms import LEAD_ROLE
from goldthread.domain.registers.safeguarding.transitions import WORK as WORK_CASE
from goldthread.links import operations as links
from goldthread.links.mail import post
from goldthread.links.models import SignedLink
from goldthread.links.terms import PARTNER
from goldthread.notices import operations as notices
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse

COLUMNS = tuple(one.name for one in fields(Task))


@transaction.atomic
def draft_agreement(
    partner: PartnerAgency,
    *,
    case: SafeguardingCase | None = None,
    unit: Unit | None = None,
    replaces: InterfaceAgreement | None = None,
    by: User,
    at: dt.datetime | None = None,
) -> InterfaceAgreement:
    """Begin an agreement from the template, or from the one it will replace.

    With a case it is of that case; without one it is for all work with the partner at `unit`.
    """
    at = at or timezone.now()
    _may_draft(case, unit, by)
    place = case.unit if case else unit
    assert place is not None  # noqa: S101 - checked above
    template = queries.template_of(place.organisation_id or place.pk)
    agreement = InterfaceAgreement(
        organisation_id=place.organisation_id or place.pk,
        unit=place,
        case=case,
        partner=partner,
        replaces=replaces,
        escalation=replaces.escalation if replaces else template.escalation,
        drafted_at=at,
        drafted_by=by,
    )
    told = {"partner": partner.pk, "case": case.pk if case else None}
    start(agreement, moves.DRAFT, by=by, at=at, told=told)
    before = tasks_of(replaces) if replaces else template.tasks
    _keep_rows(agreement, before)
    return agreement


def _may_draft(case: SafeguardingCase | None, unit: Unit | None, by: User) -> None:
    if case is not None:
        allowed = allows(case, WORK_CASE(scope_of(by)))
    else:
        allowed = unit is not None and scope_of(by).holds(Permission.SAFEGUARDING_MANAGE, unit.pk)
    if not allowed:
        raise refuse(NOT_ALLOWED, "You cannot draft agreements with partners here.")


def tasks_of(agreement: InterfaceAgreement) -> tuple[Task, ...]:
    """The rows as they stand."""
    rows = agreement.rows.order_by("order")
    return tuple(Task(**{name: getattr(row, name) for name in COLUMNS}) for row in rows)


def _keep_rows(agreement: InterfaceAgreement, tasks: Sequence[Task]) -> None:
    AgreementRow.objects.filter(agreement=agreement).delete()
    AgreementRow.objects.bulk_create(
        AgreementRow(
            agreement=agreement,
            order=number,
            **{name: getattr(task, name).strip() for name in COLUMNS},
        )
        for number, task in enumerate(tasks, 1)
    )


@transaction.atomic
def write_agreement(
    agreement: InterfaceAgreement,
    tasks: Sequence[Task],
    escalation: str,
    *,
    by: User,
    at: dt.datetime | None = None,
) -> InterfaceAgreement:
    """Write the rows of a draft. A link the partner holds goes on showing the draft as it stands."""
    texts = [text for task in tasks for text in task.texts] + [escalation]
    perform(
        moves.WRITE,
        agreement,
        by=by,
        at=at,
        facts={"rows": tasks, "named": queries.names_in(agreement.case, texts)},
        changes={"escalation": escalation.strip()},
        told={"rows": [[task.task, task.agency, task.deadline] for task in tasks]},
    )
    _keep_rows(agreement, tasks)
    return agreement


@transaction.atomic
def ask_partner(
    agreement: InterfaceAgreement, email: str, *, by: User, at: dt.datetime | None = None
) -> tuple[SignedLink, str]:
    """Make the partner's link; returns it with its token, which is shown once and mailed."""
    at, tasks = at or timezone.now(), tasks_of(agreement)
    texts = [text for task in tasks for text in task.texts] + [agreement.escalation]
    facts = {"rows": tasks, "named": queries.names_in(agreement.case, texts)}
    perform(moves.SEND, agreement, by=by, at=at, facts=facts, told={})
    link, token = links.make_link(
        agreement, email, unit=agreement.unit, by=by, thread=agreement.thread, at=at
    )
    clocks.stop(agreement, ANSWER_CLOCK, "The partner was asked again", at=at)
    clocks.start(
        ANSWER_CLOCK,
        agreement,
        unit=agreement.unit,
        at=at,
        owner_role=LEAD_ROLE,
        thread=agreement.thread,
        label="Partner’s answer to an agreement",
    )
    transaction.on_commit(lambda: _mail(agreement, email, token))
    return link, token


def _mail(agreement: InterfaceAgreement, email: str, token: str) -> None:
    organisation = agreement.organisation.name
    post(
        email.strip(),
        f"{organisation} asks you to agree who does what ({agreement.reference})",
        f"{organisation} asks you to read and agree who does what.\n\n"
        f"Open it here: {settings.BASE_URL}/partner/{token}/\n\n"
        "You will be asked for a code, which is sent to this address only. The link works for 14 "
        "days and until you have agreed. This message holds no personal details.",
    )


@transaction.atomic
def answer_by_link(
    agreement: InterfaceAgreement,
    link: SignedLink,
    *,
    agrees: bool,
    name: str,
    role: str,
    words: str = "",
    seen: int | None,
    at: dt.datetime | None = None,
) -> PartnerAnswer:
    """The partner agrees to the version they read, or asks for a change; the drafter is told."""
    at = at or timezone.now()
    facts = {"name": name, "role": role, "words": words, "seen": seen}
    if agrees:
        how = "By the signed link"
        _agree(agreement, moves.AGREE, facts | {"how": how}, by=PARTNER, at=at, day=at)
        links.use(link, at=at)
    else:
        told = {"words": words}
        perform(moves.ASK, agreement, by=PARTNER, at=at, facts=facts, told=told)
        clocks.meet(agreement, ANSWER_CLOCK, at=at)
    answer = Answer.AGREES if agrees else Answer.ASKS
    _tell(agreement, answer, at)
    return PartnerAnswer.objects.create(
        agreement=agreement,
        answer=answer,
        name=name.strip(),
        role=role.strip(),
        words=words.strip(),
        given_at=at,
        link=link.pk,
    )


@transaction.atomic
def record_agreed(
    agreement: InterfaceAgreement,
    *,
    name: str,
    role: str,
    how: str,
    by: User,
    at: dt.datetime | None = None,
) -> InterfaceAgreement:
    """Record that the partner agreed without the link, for example at a meeting."""
    at = at or timezone.now()
    facts = {"name": name, "role": role, "how": how}
    _agree(agreement, moves.RECORD, facts, by=by, at=at, day=at)
    links.withdraw(agreement, by=by, at=at)
    return agreement


def _agree(
    agreement: InterfaceAgreement,
    move: Any,
    facts: dict[str, Any],
    *,
    by: User | str,
    at: dt.datetime,
    day: dt.datetime,
) -> None:
    """Put it in force; the one it replaces is superseded, so that never two hold at once."""
    told = {"role": facts["role"], "how": facts["how"]}
    changes = {
        "agreed_at": day,
        "agreed_name": facts["name"].strip(),
        "agreed_role": facts["role"].strip(),
        "agreed_how": facts["how"].strip(),
    }
    facts = facts | {"rows": tasks_of(agreement)}
    perform(move, agreement, by=by, at=at, facts=facts, changes=changes, told=told)
    clocks.meet(agreement, ANSWER_CLOCK, at=at)
    before = agreement.replaces
    if before is not None and before.status != Status.SUPERSEDED:
        _supersede(before, None, at)


@transaction.atomic
def supersede(
    agreement: InterfaceAgreement, *, by: User, at: dt.datetime | None = None
) -> InterfaceAgreement:
    """End an agreement or a draft that another one takes over from, or that nobody needs."""
    return _supersede(agreement, by, at or timezone.now())


def _supersede(
    agreement: InterfaceAgreement, by: User | None, at: dt.datetime
) -> InterfaceAgreement:
    perform(moves.SUPERSEDE, agreement, by=by, at=at, changes={"ended_at": at}, told={})
    links.withdraw(agreement, by=by, at=at)
    clocks.stop(agreement, ANSWER_CLOCK, "The agreement is superseded", at=at)
    return agreement


def _tell(agreement: InterfaceAgreement, answer: Answer, at: dt.datetime) -> None:
    """Tell whoever drafted it; the words of the partner stay on the page."""
    said = "agreed to" if answer == Answer.AGREES else "asks for a change of"
    notices.send(
        [agreement.drafted_by],
        kind="interface_answer",
        subject=f"A partner {said} {agreement.reference}",
        link=f"/interfaces/{agreement.pk}/",
        thread=agreement.thread,
        cover=True,
        at=at,
    )
