"""Who sees which sessions, what of them, which prompts wait for whom, and what is counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.queries import lineage, seen_units
from goldthread.access.scope import Scope, scope_of
from goldthread.access.terms import ROLES, Permission
from goldthread.clocks.models import Clock
from goldthread.clocks.queries import of_subject
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries.seeing import visible_to as actions_visible_to
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.learning.coaching.queries import STAFF, eligible
from goldthread.domain.learning.library import queries as library
from goldthread.domain.learning.library.models import Item as LearningItem
from goldthread.domain.learning.library.terms import Status as LearningStatus
from goldthread.domain.learning.scenarios.identities import Place, known_to, places
from goldthread.domain.learning.supervision.drafts import Counted, Reach
from goldthread.domain.learning.supervision.models import (
    Check,
    Pair,
    PrivateNote,
    Prompt,
    PromptUse,
    Proof,
    Session,
)
from goldthread.domain.learning.supervision.terms import (
    DUE,
    MONTHS_SHOWN,
    PairStatus,
    PromptStatus,
    Use,
)
from goldthread.instruments import queries as instruments
from goldthread.instruments.models import InstrumentVersion
from goldthread.instruments.terms import Kind

LEADING = Permission.COACHING_LEAD
COUNTING = Permission.CONTROL_VIEW
PUSHING = Permission.ACTION_AGREE
STAFF_ROLES = tuple((code, role.label) for code, role in ROLES.items() if code in STAFF)


def of_the_two(scope: Scope) -> Q:
    """Records of which the person is the supervisor or the supervisee."""
    if scope.user is None:
        return Q(pk__in=[])
    return Q(supervisor=scope.user) | Q(supervisee=scope.user)


def _overseen(scope: Scope) -> Q:
    """Those of the teams the person manages: that they took place, never their private notes."""
    return Q(unit__in=managed(scope))


def managed(scope: Scope) -> frozenset[int]:
    """The units whose supervision the person oversees: where they manage a team, or above it.

    Leading immediate safety everywhere is not managing everyone: governance sees counts.
    """
    return scope.role_units().get("team_manager", frozenset())


def pairs_visible_to(user: User | None) -> QuerySet[Pair]:
    """One's own pairs, and those of the teams one manages."""
    scope = scope_of(user)
    rows = Pair.objects.filter(of_the_two(scope) | _overseen(scope))
    return rows.select_related("unit", "supervisor", "supervisee")


def visible_to(user: User | None) -> QuerySet[Session]:
    """One's own sessions, and those of the teams one manages. Nobody else finds them."""
    scope = scope_of(user)
    rows = Session.objects.filter(of_the_two(scope) | _overseen(scope))
    return rows.select_related("unit", "supervisor", "supervisee", "pair")


def is_of_the_two(user: User, session: Session) -> bool:
    """Whether the person was in the session; only then are private notes theirs."""
    return user.pk in (session.supervisor_id, session.supervisee_id)


def private_notes(session: Session, user: User) -> list[PrivateNote]:
    """The private notes, for the two alone; for everyone else as if there were none."""
    if not is_of_the_two(user, session):
        return []
    return list(session.private_notes.select_related("written_by"))


def in_list(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Sessions with what a row shows, the latest first."""
    counts = {
        "used": Count("uses", filter=Q(uses__use=Use.USED), distinct=True),
        "answered": Count("uses", distinct=True),
        "checked": Count("checks", distinct=True),
    }
    sittings = Prefetch("sittings")
    return rows.prefetch_related(sittings).annotate(**counts).order_by("-held_at", "-pk")


def my_pairs(user: User) -> list[tuple[Pair, dt.datetime | None, Clock | None]]:
    """The pairs that meet now, each with its latest session and the clock of the next."""
    scope = scope_of(user)
    rows = (
        Pair.objects.filter(of_the_two(scope), status=PairStatus.ACTIVE)
        .select_related("unit", "supervisor", "supervisee")
        .annotate(latest=Max("sessions__held_at"))
        .order_by("supervisee__name", "pk")
    )
    found = list(rows)
    clocks = _running(found)
    return [(one, one.latest, clocks.get(one.pk)) for one in found]


def _running(pairs: Iterable[Pair]) -> dict[int, Clock]:
    rows = Clock.objects.filter(
        kind=DUE,
        subject_type=Pair._meta.label_lower,
        subject_id__in=[pair.pk for pair in pairs],
        ended_at__isnull=True,
    )
    return {clock.subject_id: clock for clock in rows}


def due_clock(pair: Pair) -> Clock | None:
    """The running clock of the next session."""
    return of_subject(pair).filter(ended_at__isnull=True).first()


def supervises(user: User) -> bool:
    """Whether the person may supervise anywhere."""
    return scope_of(user).holds(LEADING)


def units_supervising(user: User) -> QuerySet[Unit]:
    """Open units whose staff the person may supervise."""
    return seen_units(user, LEADING).filter(closed_on__isnull=True)


def may_supervise(user: User, unit: Unit) -> bool:
    """Whether the person may supervise staff of the unit."""
    return unit.pk in scope_of(user).units(LEADING)


def units_pushing(user: User) -> QuerySet[Unit]:
    """Open units whose supervision the person may bring prompts to."""
    return seen_units(user, PUSHING).filter(closed_on__isnull=True)


def prompts_visible_to(user: User | None) -> QuerySet[Prompt]:
    """Prompts of units where the person brings learning or supervises, and those that reach them."""
    scope = scope_of(user)
    if scope.user is None:
        return Prompt.objects.none()
    held: frozenset[int] = frozenset().union(*scope.role_units().values())
    above = {pk for unit in Unit.objects.filter(pk__in=held) for pk in lineage(unit)}
    reach = Q(unit__in=above)
    rows = Prompt.objects.filter(scope.q(PUSHING) | scope.q(LEADING) | reach)
    return rows.select_related("unit", "pushed_by", "action__incident", "source")


def prompts_for(pair: Pair, day: dt.date) -> list[Prompt]:
    """The prompts brought to this pair on the day: of the unit or above it, and for the role."""
    rows = Prompt.objects.filter(
        unit__in=lineage(pair.unit),
        status=PromptStatus.ACTIVE,
        expires_on__gte=day,
        pushed_at__date__lte=day,
    ).order_by("expires_on", "pk")
    roles = scope_of(pair.supervisee).roles
    return [one for one in rows if not one.roles or roles & set(one.roles)]


def waiting_for(pair: Pair, day: dt.date) -> list[Prompt]:
    """Those of them that the pair has not discussed yet."""
    done = PromptUse.objects.filter(session__pair=pair, use=Use.USED).values_list("prompt")
    seen = {pk for (pk,) in done}
    return [one for one in prompts_for(pair, day) if one.pk not in seen]


def reach_of(prompt: Prompt) -> Reach:
    """With how many of the staff it is for it was discussed, and why it was not elsewhere."""
    staff = eligible([prompt.unit], on=min(prompt.expires_on, timezone.localdate()))
    if prompt.roles:
        staff = staff.filter(
            grants__role__in=prompt.roles, grants__unit__path__startswith=prompt.unit.path
        )
    people = set(staff.values_list("pk", flat=True))
    uses = list(prompt.uses.values_list("session__supervisee", "use", "words"))
    reached = {person for person, use, _ in uses if use == Use.USED}
    why = tuple(words for _, use, words in uses if use == Use.NOT_USED)
    return Reach(len(reached & people), len(people), why)


def source_shown(prompt: Prompt, user: User) -> Incident | None:
    """The incident it came from, for those who may open it, else None as if there were none."""
    if prompt.source_id is None:
        return None
    return incidents_visible_to(user).filter(pk=prompt.source_id).first()


def action_shown(prompt: Prompt, user: User) -> Action | None:
    """The action it serves, for those who may open it."""
    if prompt.action_id is None:
        return None
    return actions_visible_to(user).filter(pk=prompt.action_id).first()


def learning_to_bring(user: User) -> QuerySet[LearningItem]:
    """Published learning that a prompt may rest on, the newest first."""
    rows = library.visible_to(user).filter(
        status=LearningStatus.PUBLISHED, organisation=user.organisation_id
    )
    return rows.order_by("-published_at", "-pk")


def learning_shown(prompt: Prompt, user: User) -> tuple[LearningItem, library.Standing] | None:
    """The learning it rests on, with whether its change is shown to work now."""
    if prompt.learning_id is None:
        return None
    item = library.visible_to(user).filter(pk=prompt.learning_id).first()
    return None if item is None else (item, library.standing_of(item))


def prompts_of_action(action: Action, user: User) -> list[Prompt]:
    """The prompts that carry an action into supervision, those the reader may see."""
    found = list(Prompt.objects.filter(action=action).values_list("pk", flat=True))
    if not found:
        return []  # most actions have none, and the page of an action is opened often
    return list(prompts_visible_to(user).filter(pk__in=found).distinct().order_by("pk"))


def named_in(question: str, why: str, organisation: Unit, source: Incident | None) -> list[Place]:
    """Who could be told from the words of a prompt, found with the names of its source."""
    passages = (("the question", question), ("why it is asked", why))
    return places(passages, known_to(organisation, source))


def uses_of(session: Session) -> list[PromptUse]:
    """What became of each prompt in the session."""
    return list(session.uses.select_related("prompt"))


def checks_of(session: Session) -> list[Check]:
    """The competency checks done in the session."""
    return list(session.checks.select_related("response__version__instrument"))


def proofs_of(session: Session) -> QuerySet[Proof]:
    """The evidence made from a session that still stands."""
    rows = session.proofs.filter(item__withdrawn_at__isnull=True)
    return rows.select_related("item", "action").order_by("pk")


def competency_checks(organisation_id: int) -> list[InstrumentVersion]:
    """The competency checks in use, by name."""
    found = (
        instruments.in_use(organisation_id, row.code)
        for row in instruments.instruments_of(organisation_id).filter(kind=Kind.COMPETENCY)
    )
    return [version for version in found if version is not None]


def counts(user: User, *, now: dt.datetime | None = None) -> list[Counted]:
    """By team, for those who see what is overdue: how many, never who or what was said."""
    now = now or timezone.now()
    units = scope_of(user).units(COUNTING)
    since = now - relativedelta(months=MONTHS_SHOWN)
    pairs = Pair.objects.filter(unit__in=units, status=PairStatus.ACTIVE)
    meeting = Counter(pairs.values_list("unit", flat=True))
    late = Counter(
        Clock.objects.filter(
            kind=DUE, unit__in=units, ended_at__isnull=True, due_at__lt=now
        ).values_list("unit", flat=True)
    )
    held = Session.objects.filter(unit__in=units, held_at__gte=since)
    sessions = Counter(held.values_list("unit", flat=True))
    asked = Counter(held.filter(wellbeing_asked=True).values_list("unit", flat=True))
    uses = PromptUse.objects.filter(session__in=held).values_list("session__unit", "use")
    answered = Counter(unit for unit, _ in uses)
    used = Counter(unit for unit, use in uses if use == Use.USED)
    rows = Unit.objects.filter(pk__in=set(meeting) | set(sessions)).order_by("path")
    return [
        Counted(u, *(n[u.pk] for n in (meeting, late, sessions, asked, used, answered)))
        for u in rows
    ]
