"""The feed, by words, theme, unit and role; and what is written about an item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from goldthread.access.models import Unit, User
from goldthread.access.queries import lineage
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries.thread import actions_of
from goldthread.domain.incidents.models import Incident, Tag, Theme
from goldthread.domain.incidents.queries import themes_of
from goldthread.domain.incidents.terms import TagKind
from goldthread.domain.learning.library.drafts import Draft
from goldthread.domain.learning.library.models import Item, NotPersonal
from goldthread.domain.learning.library.queries.seeing import visible_to
from goldthread.domain.learning.library.queries.standing import standings
from goldthread.domain.learning.library.terms import Shown, Status
from goldthread.domain.learning.scenarios.identities import Found, Place, find, known_to, places
from goldthread.domain.learning.scenarios.identities import without as taken_out
from goldthread.domain.learning.scenarios.models import Scenario
from goldthread.domain.learning.scenarios.queries import published as published_scenarios
from goldthread.domain.learning.scenarios.terms import Subject
from goldthread.domain.reviews.models import LearningPoint
from goldthread.domain.reviews.queries import of_incident as reviews_of
from goldthread.domain.reviews.terms import Status as ReviewStatus

SUBJECT_OF_THEME = {
    "unclear_escalation_thresholds": Subject.ESCALATION,
    "safeguarding_uncertainty": Subject.SAFEGUARDING,
}
TEXTS = ("title", "happened", "learnt", "changed", "family", "reference")


def feed(
    user: User, *, text: str = "", theme: str = "", shown: str = "", unit: Unit | None = None
) -> list[Item]:
    """Published learning, newest first; `shown` is a code of `terms.Shown`.

    Each word of `text` stands somewhere in the item. Of a unit: what applies there.
    """
    rows = visible_to(user).filter(status=Status.PUBLISHED)
    for word in text.split():
        either = Q()
        for name in TEXTS:
            either |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(either | Q(themes__name__icontains=word))
    if theme:
        rows = rows.filter(themes__code=theme)
    if unit is not None:
        rows = rows.filter(_applies_at(unit))
    found = list(rows.distinct().order_by("-published_at", "-pk"))
    if not shown:
        return found
    stand = standings(found)
    return [one for one in found if stand[one.pk].code == shown]


def with_page(items: QuerySet[Item]) -> QuerySet[Item]:
    """Everything the page of an item shows of itself, in few queries."""
    return items.select_related(
        "organisation", "source", "made_by", "checked_by", "published_by", "retired_by"
    ).prefetch_related("units", "services", "themes")


def published_for(unit: Unit, role: str) -> QuerySet[Item]:
    """Published learning that applies at the unit to people of the role, newest first."""
    rows = Item.objects.filter(_applies_at(unit), status=Status.PUBLISHED)
    found = [one.pk for one in rows if not one.roles or role in one.roles]
    return Item.objects.filter(pk__in=found).order_by("-published_at", "-pk")


def _applies_at(unit: Unit) -> Q:
    """Learning for every unit of its organisation, or for the unit, one above it, or its service."""
    everywhere = Q(units__isnull=True)
    here = everywhere | Q(units__in=lineage(unit))
    services = Q(services__isnull=True) | Q(services__code=unit.service_model or "-")
    pks = Item.objects.filter(here & services, organisation=unit.organisation_id or unit.pk)
    return Q(pk__in=pks.values("pk"))


def themes_by_item(items: Iterable[Item]) -> dict[int, list[str]]:
    """The names of the themes of several items, by name, in one query."""
    pks = [item.pk for item in items]
    rows = Item.themes.through.objects.filter(item__in=pks).order_by("theme__name")
    found: dict[int, list[str]] = {}
    for pk, name in rows.values_list("item_id", "theme__name"):
        found.setdefault(pk, []).append(name)
    return found


def shown_to_work(user: User) -> list[Item]:
    """Published learning whose change is verified, newest first."""
    return feed(user, shown=Shown.VERIFIED)


def scenarios_on(item: Item, user: User) -> QuerySet[Scenario]:
    """Published scenarios made from the same incident or on the item's themes."""
    codes = [theme.code for theme in item.themes.all()]
    subjects = [SUBJECT_OF_THEME[code] for code in codes if code in SUBJECT_OF_THEME]
    same = Q(subject__in=subjects)
    if item.source_id is not None:
        same |= Q(source=item.source_id)
    return published_scenarios(user).filter(same)


@dataclass(frozen=True)
class Begun:
    """What writing from an incident begins with; names of the incident are taken out."""

    learnt: str
    changed: str
    replaced: tuple[Found, ...]
    themes: tuple[Theme, ...]


def begin(incident: Incident) -> Begun:
    """Learning points and changes of the incident's thread as text, identities taken out."""
    known = known_to(incident.organisation, incident)
    learnt = "\n\n".join(point.text for point in points_of(incident))
    changed = "\n\n".join(one.change or one.title for one in actions_to_link(incident))
    found = [find(text, known) for text in (learnt, changed)]
    said = [taken_out(t, f) for t, f in zip((learnt, changed), found, strict=True)]
    replaced = tuple(one for row in found for one in row)
    return Begun(said[0], said[1], replaced, tuple(themes_of(incident)))


def points_of(incident: Incident) -> list[LearningPoint]:
    """Learning points of the incident's reviews that are signed off."""
    reviews = reviews_of(incident).filter(status=ReviewStatus.SIGNED_OFF)
    rows = LearningPoint.objects.filter(review__in=reviews.order_by().values("pk"))
    return list(rows.order_by("pk"))


def actions_to_link(incident: Incident) -> list[Action]:
    """Actions of the incident that were agreed and not withdrawn."""
    rows = actions_of(incident).exclude(status__in=["proposed", "withdrawn"])
    return list(rows.distinct())


def services_of(organisation_id: int) -> QuerySet[Tag]:
    """The service models in use, to say where learning applies."""
    rows = Tag.objects.filter(organisation_id=organisation_id, kind=TagKind.SERVICE_MODEL)
    return rows.filter(retired_on__isnull=True)


def draft_of(item: Item) -> Draft:
    """The words and links of an item as they stand."""
    return Draft(
        item.title,
        item.happened,
        item.learnt,
        item.changed,
        item.family,
        units=tuple(item.units.all()),
        services=tuple(item.services.all()),
        roles=tuple(item.roles),
        themes=tuple(item.themes.all()),
        points=tuple(item.points.all()),
        actions=tuple(item.actions.all()),
    )


def still_found(item: Item, draft: Draft | None = None) -> list[Place]:
    """Every place that could still tell who it is about and that nobody has answered for."""
    accepted_words = item.not_personal.values_list("text", flat=True)
    passages: Iterable[tuple[str, str]] = (draft or draft_of(item)).passages()
    return places(passages, known_to(item.organisation, item.source), accepted_words)


def accepted(item: Item) -> QuerySet[NotPersonal]:
    """What was said to name nobody, with who and why."""
    return item.not_personal.select_related("said_by").order_by("said_at", "pk")


def by_reference(user: User, reference: str) -> QuerySet[Item]:
    """The item with this public reference, if the person may read it."""
    return visible_to(user).filter(
        reference__iexact=reference.strip(), organisation=user.organisation_id
    )
