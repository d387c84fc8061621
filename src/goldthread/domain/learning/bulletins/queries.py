"""Who gets and reads which bulletins, how far they reach, and what teams answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from goldthread.access.models import RoleGrant, Unit, User
from goldthread.access.scope import Scope, scope_of
from goldthread.access.terms import Permission, UnitKind
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries.seeing import owned_or
from goldthread.domain.actions.terms import Status as ActionStatus
from goldthread.domain.learning.bulletins.drafts import Draft
from goldthread.domain.learning.bulletins.models import Bulletin, Recipient, TeamAnswer, Use
from goldthread.domain.learning.bulletins.terms import AnswerStatus, Status
from goldthread.domain.learning.library.queries import organisations_where
from goldthread.domain.learning.scenarios.identities import (
    Found,
    Known,
    Place,
    find,
    known_to,
    places,
)

RECORD_TYPE = "bulletins.bulletin"


def own_drafts(scope: Scope) -> Q:
    """The person's own drafts, in an organisation where they may send."""
    sends = organisations_where(scope, Permission.BULLETIN_SEND)
    return Q(organisation__in=sends, made_by=scope.user)


def sends(scope: Scope) -> Q:
    """Bulletins the person sent, and all of an organisation to those who send at its top."""
    whole = scope.whole_organisations(Permission.BULLETIN_SEND)
    return own_drafts(scope) | Q(organisation__in=whole)


def visible_to(user: User | None) -> QuerySet[Bulletin]:
    """What was sent, for all staff of the organisation; drafts for those who send them."""
    scope = scope_of(user)
    readers = organisations_where(scope, Permission.LEARNING_VIEW)
    sent = Q(status=Status.SENT, organisation__in=readers)
    return Bulletin.objects.filter(sent | (Q(status=Status.DRAFT) & sends(scope)))


def newest_first(rows: QuerySet[Bulletin]) -> QuerySet[Bulletin]:
    """Drafts, then what was sent, the newest first."""
    return rows.select_related("sent_by", "made_by").order_by("status", "-sent_at", "-pk")


def may_send(user: User, bulletin: Bulletin) -> bool:
    """Whether the person works on this bulletin: its sender, or who sends to everyone."""
    return Bulletin.objects.filter(sends(scope_of(user)), pk=bulletin.pk).exists()


def units_to_choose(user: User) -> QuerySet[Unit]:
    """The open units that the person may send to."""
    reached = scope_of(user).units(Permission.BULLETIN_SEND)
    return Unit.objects.filter(pk__in=reached, closed_on__isnull=True).order_by("path")


def out_of_reach(user: User, units: tuple[Unit, ...]) -> list[Unit]:
    """The units the person may not send to."""
    reached = scope_of(user).units(Permission.BULLETIN_SEND)
    return [unit for unit in units if unit.pk not in reached]


def draft_of(bulletin: Bulletin) -> Draft:
    """A bulletin as it stands."""
    return Draft(
        bulletin.title,
        bulletin.words,
        tuple(bulletin.items.all()),
        tuple(bulletin.units.all()),
        tuple(bulletin.roles),
        bulletin.answer_by,
    )


def named_in(organisation: Unit, draft: Draft) -> list[Place]:
    """Every place of the sender's own words that could name somebody."""
    return places(draft.passages(), known_to(organisation, None))


def people_in(text: str) -> list[Found]:
    """What in a text could name a person; a team may name itself."""
    return find(text, Known())


def _below(units: tuple[Unit, ...], prefix: str = "") -> Q:
    nothing = Q(pk__in=[])
    return reduce(or_, (Q(**{f"{prefix}path__startswith": unit.path}) for unit in units), nothing)


@dataclass(frozen=True)
class Reached:
    """One person an audience holds, and through which role at which unit."""

    user: User
    unit: Unit
    role: str


def audience(
    units: tuple[Unit, ...], roles: tuple[str, ...], day: dt.date | None = None
) -> list[Reached]:
    """The people who hold any of the roles at the units or below on `day`, each once.

    Someone with several such roles stands with the one at the lowest place of the tree.
    """
    day = day or timezone.localdate()
    grants = (
        RoleGrant.objects.filter(
            _below(units, "unit__"),
            Q(starts_on__isnull=True) | Q(starts_on__lte=day),
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            Q(user__left_on__isnull=True) | Q(user__left_on__gte=day),
            role__in=roles,
            user__is_active=True,
        )
        .select_related("user", "unit")
        .order_by("user__name", "user", "-unit__path", "role")
    )
    found: dict[int, Reached] = {}
    for grant in grants:
        found.setdefault(grant.user_id, Reached(grant.user, grant.unit, grant.role))
    return list(found.values())


def teams_asked(units: tuple[Unit, ...]) -> list[Unit]:
    """The open teams of the units, and a chosen unit itself where it has none below."""
    teams = Unit.objects.filter(_below(units), kind=UnitKind.TEAM, closed_on__isnull=True)
    found = list(teams.order_by("path"))
    alone = [u for u in units if not any(team.path.startswith(u.path) for team in found)]
    return [*found, *alone]


@dataclass(frozen=True)
class Reach:
    """How far a bulletin reached, of everyone it was sent to: nothing here is estimated.

    `of` leaves out `left`: people who left before they acknowledged it. `joined` came later and
    are counted apart, `joined_acknowledged` of them.
    """

    sent_to: int
    left: int
    read: int
    acknowledged: int
    joined: int
    joined_acknowledged: int

    @property
    def of(self) -> int:
        return self.sent_to - self.left

    @property
    def share(self) -> float | None:
        """The acknowledged share, in per cent."""
        return 100 * self.acknowledged / self.of if self.of else None


def _gone(day: dt.date) -> Q:
    return Q(user__is_active=False) | Q(user__left_on__lt=day)


def reach_of(bulletin: Bulletin, unit: Unit | None = None) -> Reach:
    """The reach of a bulletin, or of its part at one unit."""
    rows = bulletin.recipients.all() if unit is None else bulletin.recipients.filter(unit=unit)
    gone = set(
        rows.filter(_gone(timezone.localdate()), acknowledged_at__isnull=True).values_list(
            "pk", flat=True
        )
    )
    first: list[tuple[bool, bool, bool]] = []
    later: list[tuple[bool, bool, bool]] = []
    for pk, joined, read, acknowledged in rows.values_list(
        "pk", "joined", "read_at", "acknowledged_at"
    ):
        (later if joined else first).append((pk in gone, bool(read), bool(acknowledged)))
    return Reach(
        sent_to=len(first),
        left=sum(left for left, _, _ in first),
        read=sum(read for left, read, _ in first if not left),
        acknowledged=sum(told for _, _, told in first),
        joined=sum(not left for left, _, _ in later),
        joined_acknowledged=sum(told for _, _, told in later),
    )


def waiting_for(user: User) -> QuerySet[Recipient]:
    """Bulletins the person was sent and has not acknowledged, the oldest first."""
    rows = Recipient.objects.filter(user=user, acknowledged_at__isnull=True)
    return rows.select_related("bulletin").order_by("sent_at", "pk")


def received(bulletin: Bulletin, user: User) -> Recipient | None:
    """The person's own copy, if it was sent to them."""
    return bulletin.recipients.filter(user=user).first()


def not_acknowledged(bulletin: Bulletin, user: User) -> QuerySet[Recipient]:
    """Who has not acknowledged it, of the teams the reader leads or sends to; leavers aside."""
    scope = scope_of(user)
    units = scope.units(Permission.BULLETIN_SEND) | scope.units(Permission.INCIDENT_STABILISE)
    rows = bulletin.recipients.filter(acknowledged_at__isnull=True, unit__in=units)
    rows = rows.exclude(_gone(timezone.localdate()))
    return rows.select_related("user", "unit").order_by("unit__path", "user__name")


def joiners(bulletin: Bulletin) -> list[Reached]:
    """People who belong to the audience today and did not when it was sent."""
    known = set(bulletin.recipients.values_list("user", flat=True))
    today = audience(tuple(bulletin.units.all()), tuple(bulletin.roles))
    return [one for one in today if one.user.pk not in known]


def answers_of(bulletin: Bulletin) -> QuerySet[TeamAnswer]:
    """What each team answered, in the order of the tree."""
    return bulletin.answers.select_related("unit", "action", "answered_by").order_by("unit__path")


def answers_visible_to(user: User) -> QuerySet[TeamAnswer]:
    """Answers of bulletins the person may read, with what their page shows."""
    rows = TeamAnswer.objects.filter(bulletin__in=visible_to(user))
    return rows.select_related("bulletin", "unit", "action", "answered_by")


def answers_for(scope: Scope) -> Q:
    """Answers of teams where the person proposes actions: they answer for the team."""
    return scope.q(Permission.ACTION_AGREE)


def may_answer(user: User, answer: TeamAnswer) -> bool:
    """Whether the person answers for this team, and nobody has yet."""
    asked = TeamAnswer.objects.filter(
        answers_for(scope_of(user)), pk=answer.pk, status=AnswerStatus.WAITING
    )
    return asked.exists()


def actions_at(unit: Unit, user: User) -> QuerySet[Action]:
    """Actions of the team that the person may open and that still count, to answer with."""
    rows = Action.objects.filter(
        owned_or(Permission.INCIDENT_VIEW)(scope_of(user)), unit__path__startswith=unit.path
    )
    standing = rows.exclude(status__in=[ActionStatus.WITHDRAWN, ActionStatus.NOT_EFFECTIVE])
    return standing.order_by("-proposed_at", "-pk")


def actions_carried(bulletin: Bulletin, user: User) -> QuerySet[Action]:
    """Actions of its learning that wait to be communicated and that the person may work on."""
    carried = Action.objects.filter(learning__in=bulletin.items.all()).values("pk")
    scope = scope_of(user)
    rows = Action.objects.filter(owned_or(Permission.ACTION_WORK)(scope), pk__in=carried)
    used = Use.objects.filter(bulletin=bulletin, action=OuterRef("pk"))
    return rows.filter(status=ActionStatus.AGREED).exclude(Exists(used)).order_by("pk")


def action_shown(answer: TeamAnswer, user: User) -> Action | None:
    """The action of an answer, for those who may open it."""
    if answer.action_id is None:
        return None
    held = owned_or(Permission.INCIDENT_VIEW)(scope_of(user))
    return Action.objects.filter(held, pk=answer.action_id).first()


def actions_opened(answers: list[TeamAnswer], user: User) -> set[int]:
    """Which of the actions of several answers the person may open."""
    held = owned_or(Permission.INCIDENT_VIEW)(scope_of(user))
    pks = [one.action_id for one in answers if one.action_id]
    return set(Action.objects.filter(held, pk__in=pks).values_list("pk", flat=True))


def of_items(items: list[int], user: User) -> QuerySet[Bulletin]:
    """What was sent of several learning items, newest first."""
    rows = visible_to(user).filter(items__in=items, status=Status.SENT).distinct()
    return rows.order_by("-sent_at", "-pk")


def late_to_acknowledge(day: dt.date) -> QuerySet[Recipient]:
    """Copies not acknowledged by the day of the bulletin, whose people are still here."""
    rows = Recipient.objects.filter(
        acknowledged_at__isnull=True, bulletin__status=Status.SENT, bulletin__answer_by__lt=day
    )
    return rows.exclude(_gone(day)).select_related("user", "bulletin").order_by("pk")
