"""The provider itself: units, people and roles made, and what the players look up by code."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from goldthread.access import operations as access
from goldthread.access.models import Unit, User
from goldthread.access.terms import ProviderType, UnitKind
from goldthread.demo.moments import LONDON
from goldthread.demo.people import PersonServed
from goldthread.demo.provider import Provider
from goldthread.demo.provider import provider as the_provider
from goldthread.domain.incidents import queries as incidents
from goldthread.domain.incidents.models import Category, Tag, Theme
from goldthread.domain.incidents.reports import AffectedPerson
from goldthread.domain.incidents.terms import TagKind
from goldthread.domain.registers.people.models import Person
from goldthread.domain.registers.people.operations import Identity, record_person
from goldthread.domain.setting_up import install_defaults

BRACKETS: tuple[tuple[int, str], ...] = (
    (18, "under_18"),
    (26, "18_to_25"),
    (45, "26_to_44"),
    (65, "45_to_64"),
    (80, "65_to_79"),
    (200, "80_and_over"),
)


@dataclass
class World:
    """What the players need: units, staff and vocabulary by code, and people served."""

    organisation: Unit
    units: dict[str, Unit]
    staff: dict[str, User]
    people: dict[str, PersonServed]
    categories: dict[str, Category] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    pathways: dict[str, Tag] = field(default_factory=dict)
    models: dict[str, Tag] = field(default_factory=dict)
    served: dict[str, Person] = field(default_factory=dict)

    def recorded(self, one: PersonServed, *, at: dt.datetime) -> Person:
        """The one record of a person served, made when a register first asks for it."""
        if one.record_number not in self.served:
            identity = Identity(one.name, one.record_number, one.nhs_number)
            unit = self.units[one.team]
            self.served[one.record_number] = record_person(unit, identity, by="system", at=at)
        return self.served[one.record_number]

    def affected(self, code: str, day: dt.date, physical: str, mind: str) -> AffectedPerson:
        """A person served as a report names them."""
        person = self.people[code]
        age = person.age(day)
        return AffectedPerson(
            name=person.name,
            record_number=person.record_number,
            nhs_number=person.nhs_number,
            age_bracket=next(code for below, code in BRACKETS if age < below),
            physical_harm=known(physical),
            psychological_harm=known(mind),
        )

    def service_model(self, unit: str) -> Tag | None:
        """The tag of the team's service model."""
        return self.models.get(the_provider().team(unit).service_model)


def known(harm: str) -> str:
    """A harm code, or nothing where the scale does not apply."""
    return "" if harm == "not_applicable" else harm


def make_world(people: dict[str, PersonServed], password: str, began: dt.date) -> World:
    """Make the organisation with its tree, its people and the shipped settings."""
    source = the_provider()
    organisation = access.add_organisation(
        source.name,
        provider_type=ProviderType(source.profile),
        ods_code=source.ods_code,
        code=source.code,
    )
    opened = dt.datetime.combine(began, dt.time(9), LONDON)
    install_defaults(organisation, at=opened)
    units = _units(organisation, source)
    world = World(organisation, units, _staff(units, source, password, began), people)
    world.categories = {row.code: row for row in incidents.categories(organisation.pk)}
    world.themes = {row.code: row for row in incidents.themes(organisation.pk)}
    world.pathways = {row.code: row for row in incidents.tags(organisation.pk, TagKind.PATHWAY)}
    world.models = {row.code: row for row in incidents.tags(organisation.pk, TagKind.SERVICE_MODEL)}
    return world


def _units(organisation: Unit, source: Provider) -> dict[str, Unit]:
    units = {source.code: organisation}
    for kind, places in (
        (UnitKind.DIRECTORATE, source.directorates),
        (UnitKind.LOCALITY, source.localities),
    ):
        for place in places:
            parent = units[place.parent]
            units[place.code] = access.add_unit(parent, place.name, kind=kind, code=place.code)
    for team in source.teams:
        units[team.code] = access.add_unit(
            units[team.locality],
            team.name,
            service_model=team.service_model,
            caseload=team.caseload,
            code=team.code,
        )
    return units


def _staff(
    units: dict[str, Unit], source: Provider, password: str, began: dt.date
) -> dict[str, User]:
    """Everyone signs in with the one password of the demonstration, hashed once."""
    encoded, people = make_password(password), {}
    for one in source.staff:
        person = access.add_person(
            one.email,
            one.name,
            organisation=units[source.code],
            job_title=one.job_title,
            encoded_password=encoded,
        )
        for grant in one.grants:
            access.grant_role(person, grant.role, units[grant.unit], starts_on=began)
        people[one.code] = person
    return people
