"""Which people a user may see, and how one is found by a name or a number."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from goldthread.access.models import Unit, User
from goldthread.access.queries import seen_units
from goldthread.access.scope import scope_of
from goldthread.access.sealed import blind_index
from goldthread.access.terms import Permission
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.registers.people.models import Person
from goldthread.domain.registers.people.terms import Status


def visible_to(user: User | None) -> QuerySet[Person]:
    """The people whose names the user may see, current records only, in no order."""
    scope = scope_of(user)
    return Person.objects.filter(scope.q(Permission.PERSON_SEE), status=Status.CURRENT)


def found(user: User, text: str) -> QuerySet[Person]:
    """People in scope with exactly this name, record number, NHS number or reference.

    Names are encrypted, so that parts of a name find nobody; case, spaces and punctuation do not
    matter.
    """
    index = blind_index(text)
    if not index:
        return Person.objects.none()
    same = Q(name_index=index) | Q(record_index=index) | Q(nhs_index=index)
    return visible_to(user).filter(same | Q(reference__iexact=text.strip()))


def identified(user: User, text: str, permission: Permission) -> QuerySet[Person]:
    """People with exactly this number or reference where the user holds `permission`.

    For recording about someone whose number is at hand, by those too who may not see names: a name
    finds nobody here, and the caller shows the reference alone.
    """
    index = blind_index(text)
    if not index:
        return Person.objects.none()
    same = Q(record_index=index) | Q(nhs_index=index) | Q(reference__iexact=text.strip())
    held = scope_of(user).q(permission)
    return Person.objects.filter(held & same, status=Status.CURRENT).select_related("unit")


def with_reference(user: User, reference: str) -> Person | None:
    """The person with this reference; a merged record leads to the one that goes on."""
    one = Person.objects.filter(
        scope_of(user).q(Permission.PERSON_SEE), reference__iexact=reference.strip()
    ).first()
    while one is not None and one.merged_into_id is not None:
        one = visible_to(user).filter(pk=one.merged_into_id).first()
    return one


SIZE = 50


@dataclass(frozen=True)
class Page:
    """One page of people by reference, and the references at which the pages beside it begin."""

    people: list[Person]
    earlier: str
    later: str


def page_of(people: QuerySet[Person], *, after: str = "", before: str = "") -> Page:
    """The people after one reference, or before another; the first when neither is given."""
    rows = people.select_related("unit")
    if before:
        back = list(rows.filter(reference__lt=before).order_by("-reference", "-pk")[: SIZE + 1])
        shown = back[:SIZE][::-1]
        earlier = shown[0].reference if len(back) > SIZE else ""
        return Page(shown, earlier, shown[-1].reference if shown else "")
    found = list(rows.filter(reference__gt=after).order_by("reference", "pk")[: SIZE + 1])
    shown, more = found[:SIZE], len(found) > SIZE
    earlier = shown[0].reference if after and shown else ""
    return Page(shown, earlier, shown[-1].reference if more else "")


def units_keeping(user: User) -> QuerySet[Unit]:
    """The open units at which the user may record people, in the order of the tree."""
    return seen_units(user, Permission.PERSON_KEEP).filter(closed_on__isnull=True)


def may_keep(user: User, person: Person) -> bool:
    """Whether the user may correct this record."""
    return scope_of(user).holds(Permission.PERSON_KEEP, person.unit_id)


def may_merge(user: User, person: Person) -> bool:
    """Whether the user may merge this record into another."""
    return scope_of(user).holds(Permission.PERSON_MERGE, person.unit_id)


def same_numbers(person: Person) -> QuerySet[Person]:
    """Current records of the organisation with the name or a number of this one, itself left out."""
    same = Q(name_index=person.name_index)
    if person.record_index:
        same |= Q(record_index=person.record_index)
    if person.nhs_index:
        same |= Q(nhs_index=person.nhs_index)
    others = Person.objects.filter(same, organisation=person.organisation, status=Status.CURRENT)
    return others.exclude(pk=person.pk)


def incidents_of(person: Person, user: User) -> QuerySet[Incident]:
    """Incidents the user may open that affected this person, by either number, newest first."""
    numbers = Q(pk__in=[])
    for one in (person, *person.merged.all()):
        if one.record_index:
            numbers |= Q(people__record_index=one.record_index)
        if one.nhs_index:
            numbers |= Q(people__nhs_index=one.nhs_index)
    mine = incidents_visible_to(user).filter(numbers, organisation=person.organisation_id)
    return mine.distinct().order_by("-reported_at", "-pk")


def shown_to(person: Person, user: User | None) -> str:
    """The name where the user may see it, else the reference."""
    seen = visible_to(user).filter(pk=person.pk).exists() if user is not None else False
    return person.name if seen else person.reference
