"""Who may see which incidents, and what the pages ask about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.queries import open_emergencies
from goldthread.access.scope import Scope, allows, scope_of
from goldthread.access.sealed import blind_index
from goldthread.access.terms import Permission
from goldthread.domain.incidents.models import (
    Category,
    Incident,
    IncidentTheme,
    IncidentViewer,
    Message,
    PersonAffected,
    ReportDraft,
    SavedView,
    Stabilisation,
    Tag,
    Theme,
    Triage,
    TriageAnswer,
)
from goldthread.domain.incidents.terms import (
    OPEN_STATUSES,
    DraftFor,
    Side,
    Status,
    Tier,
    TriageQuestion,
)

RECORD_TYPE = "incidents.incident"
LOOK_UP = 500  # references asked for in one query


def within(permission: Permission, prefix: str = "") -> Callable[[Scope], Q]:
    """The policy: records of incidents placed where the person holds `permission`.

    Restricted incidents are kept to those named, and to emergency openings still running.
    `prefix` is the look-up path to the incident, for example `incident__`.
    """

    def policy(scope: Scope) -> Q:
        return scope.q(permission, prefix) & not_kept_from(scope, prefix)

    return policy


def not_kept_from(scope: Scope, prefix: str = "") -> Q:
    """Unrestricted incidents, and restricted ones the person may open now."""
    if scope.user is None:
        return Q(**{f"{prefix}restricted": False})
    named = IncidentViewer.objects.filter(user=scope.user).values("incident")
    opened = open_emergencies(scope.user, RECORD_TYPE, timezone.now()).values("record_id")
    return (
        Q(**{f"{prefix}restricted": False})
        | Q(**{f"{prefix}id__in": named})
        | Q(**{f"{prefix}id__in": opened})
    )


def visible_to(user: User | None) -> QuerySet[Incident]:
    """The incidents a person may open, in no order."""
    return Incident.objects.filter(within(Permission.INCIDENT_VIEW)(scope_of(user)))


def restricted_but_in_scope(user: User) -> QuerySet[Incident]:
    """Restricted incidents the person may open only in an emergency."""
    scope = scope_of(user)
    return Incident.objects.filter(
        scope.q(Permission.INCIDENT_BREAK_GLASS), restricted=True
    ).exclude(not_kept_from(scope))


def who_may_know(number: int, people: list[User]) -> list[User]:
    """Those of `people` who may be told of the incident with this number.

    Of a restricted incident these are the people named, and all of those when `people` are none.
    """
    named = [
        viewer.user
        for viewer in IncidentViewer.objects.filter(
            incident=number, incident__restricted=True
        ).select_related("user")
    ]
    if not named:
        return people
    return [person for person in people if person in named] or named


def may(user: User, permission: Permission, incident: Incident) -> bool:
    """Whether the person holds `permission` for this incident, restriction included."""
    return allows(incident, within(permission)(scope_of(user)))


def reported_by(user: User) -> QuerySet[Incident]:
    """The person's own reports, newest first."""
    return Incident.objects.filter(reported_by=user).order_by("-reported_at", "-pk")


def questions_for_reporter(user: User) -> QuerySet[Incident]:
    """The person's own reports in which the service asked something not answered yet."""
    asked = Message.objects.filter(side=Side.SERVICE, asks=True, answered_at__isnull=True)
    return reported_by(user).filter(pk__in=asked.values("incident"))


def by_follow_up_code(code: str) -> Incident | None:
    """The incident an anonymous reporter follows with their code, or None."""
    index = blind_index(code)
    if not index:
        return None
    return Incident.objects.filter(follow_up_index=index).first()


def draft_of(user: User) -> ReportDraft | None:
    """The report the person has begun and not sent."""
    return ReportDraft.objects.filter(owner=user).first()


def draft_by_key(key: str, kept_for: str) -> ReportDraft | None:
    """The ownerless draft whose key the browser holds."""
    if not key or kept_for == DraftFor.OWN:
        return None
    return ReportDraft.objects.filter(key=key, kept_for=kept_for).first()


def open_incidents() -> QuerySet[Incident]:
    """Incidents whose thread has not ended."""
    return Incident.objects.filter(status__in=OPEN_STATUSES)


def unplaced(user: User) -> QuerySet[Incident]:
    """Imported incidents that wait for someone to say which team they belong to."""
    scope = scope_of(user)
    return Incident.objects.filter(
        scope.q(Permission.INCIDENT_PLACE), not_kept_from(scope), placed=False
    ).exclude(status=Status.WITHDRAWN)


def proposed_units(user: User) -> list[tuple[str, int]]:
    """Names of teams that imports brought and nobody placed yet, with how many incidents wait."""
    waiting = unplaced(user).exclude(proposed_unit="").values("proposed_unit")
    counted = waiting.annotate(waiting=Count("pk")).order_by("-waiting", "proposed_unit")
    return [(row["proposed_unit"], row["waiting"]) for row in counted]


def proposed_categories(user: User) -> list[tuple[str, int]]:
    """Categories that imports brought and this organisation does not have, with how many wait."""
    waiting = visible_to(user).filter(status=Status.REPORTED).exclude(proposed_category="")
    counted = waiting.values("proposed_category").annotate(waiting=Count("pk"))
    rows = counted.order_by("-waiting", "proposed_category")
    return [(row["proposed_category"], row["waiting"]) for row in rows]


def imported_already(
    organisation_id: int, source_system: str, references: Iterable[str]
) -> dict[str, Incident]:
    """Incidents imported before from the same system, by reference: narrative and columns only."""
    found: dict[str, Incident] = {}
    wanted = list(references)
    for start in range(0, len(wanted), LOOK_UP):
        rows = Incident.objects.filter(
            organisation_id=organisation_id,
            source_system=source_system,
            source_reference__in=wanted[start : start + LOOK_UP],
        ).only("source_reference", "narrative", "source_columns")
        found |= {row.source_reference: row for row in rows}
    return found


def with_page(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Everything the incident page shows of the incident itself, in few queries.

    What most incidents do not have is fetched apart: a statement of a dozen joins takes longer to
    plan than to run.
    """
    return incidents.select_related(
        "unit", "organisation", "category", "reported_by", "pathway", "service_model"
    ).prefetch_related(
        "made_safe_by",
        "duplicate_of",
        "closed_by",
        "people",
        "sequence",
        "immediate_actions",
        "addenda__added_by",
        Prefetch("theme_links", IncidentTheme.objects.select_related("theme")),
        Prefetch("triages", Triage.objects.select_related("category", "decided_by")),
        "triages__answers",
    )


def current_triage(incident: Incident) -> Triage | None:
    """The triage decision in force: the last one."""
    return incident.triages.select_related("category", "decided_by").order_by("-number").first()


def stabilisation_of(incident: Incident) -> Stabilisation | None:
    """The stabilisation checklist, when one was opened."""
    return Stabilisation.objects.filter(incident=incident).first()


def repeats_of(incident: Incident, themes: Iterable[Theme]) -> int:
    """How many others of any of the themes the same service had in the twelve months before."""
    return similar_before(incident, themes).count()


def similar_before(
    incident: Incident, themes: Iterable[Theme], *, months: int = 12
) -> QuerySet[Incident]:
    """Others of any of the themes in the same service over the months before, newest first."""
    pks = [theme.pk for theme in themes]
    if not pks:
        return Incident.objects.none()
    since = incident.reported_at - dt.timedelta(days=months * 30.5)
    same = Incident.objects.filter(
        unit_id=incident.unit_id, reported_at__range=(since, incident.reported_at)
    )
    with_theme = IncidentTheme.objects.filter(theme__in=pks).values("incident")
    others = same.filter(pk__in=with_theme).exclude(pk=incident.pk)
    return others.exclude(status=Status.WITHDRAWN).order_by("-reported_at", "-pk")


def suggested_themes(incident: Incident) -> list[tuple[Theme, str]]:
    """Themes whose phrases stand in the narrative, each with the words that suggest it."""
    return themes_in(incident.narrative, incident.organisation_id)


def themes_in(narrative: str, organisation_id: int) -> list[tuple[Theme, str]]:
    """Themes whose phrases stand in a text, each with the words that suggest it."""
    text = narrative.casefold()
    found = []
    for theme in themes(organisation_id):
        words = next((p for p in theme.phrases if p.casefold() in text), None)
        if words:
            found.append((theme, words))
    return found


def is_serious(incident: Incident) -> bool:
    """A structured analysis, a death or severe harm on either scale."""
    return (
        incident.tier == Tier.STRUCTURED
        or incident.physical_harm in ("severe", "fatal")
        or incident.psychological_harm == "severe"
    )


def conversation(incident: Incident) -> QuerySet[Message]:
    """Messages between the service and the reporter, oldest first."""
    return incident.messages.select_related("sent_by").order_by("sent_at", "pk")


def reporter_was_answered(incident: Incident) -> bool:
    """Whether the service has told the reporter anything, the acknowledgement aside.

    An imported incident has no reporter here to answer.
    """
    if incident.route == "imported":
        return True
    return incident.messages.filter(side=Side.SERVICE).exists()


def categories(organisation_id: int) -> QuerySet[Category]:
    """Categories in use."""
    return Category.objects.filter(organisation_id=organisation_id, retired_on__isnull=True)


def themes(organisation_id: int) -> QuerySet[Theme]:
    """Themes in use, built-in ones first."""
    return Theme.objects.filter(organisation_id=organisation_id, retired_on__isnull=True)


def tags(organisation_id: int, kind: str) -> QuerySet[Tag]:
    """Pathways or service models in use."""
    return Tag.objects.filter(organisation_id=organisation_id, kind=kind, retired_on__isnull=True)


def saved_views(user: User, page: str) -> QuerySet[SavedView]:
    """The person's saved views of a list page."""
    return SavedView.objects.filter(user=user, page=page)


def team_by_token(token: str) -> Unit | None:
    """The team a reporting link or QR code belongs to."""
    return Unit.objects.filter(report_token=token, closed_on__isnull=True).first()


def themes_of(incident: Incident) -> QuerySet[Theme]:
    """The themes given to an incident."""
    return Theme.objects.filter(incident_links__incident=incident)


def partner_answer(incident: Incident) -> TriageAnswer | None:
    """The latest triage answer that a partner agency is to be told, or None."""
    asked = TriageAnswer.objects.filter(
        triage__incident=incident, question=TriageQuestion.PARTNER, yes=True
    )
    return asked.order_by("-triage__number").first()


def same_people_before(incident: Incident) -> QuerySet[Incident]:
    """Earlier incidents that affected any of the same people, by record or NHS number."""
    people = incident.people.all()
    records = [row.record_index for row in people if row.record_index]
    numbers = [row.nhs_index for row in people if row.nhs_index]
    same = PersonAffected.objects.filter(Q(record_index__in=records) | Q(nhs_index__in=numbers))
    earlier = Incident.objects.filter(
        pk__in=same.values("incident"),
        organisation_id=incident.organisation_id,
        reported_at__lte=incident.reported_at,
    )
    others = earlier.exclude(pk=incident.pk).exclude(status=Status.WITHDRAWN)
    return others.order_by("-reported_at", "-pk")


def linked(pk: int) -> Incident:
    """The incident a partner's signed link is about; its page shows the reference and a day."""
    return Incident.objects.get(pk=pk)
