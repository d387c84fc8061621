"""A small invented provider: one tree of units and one person for each role."""

from __future__ import annotations

from dataclasses import dataclass, field

from goldthread.access import operations as access
from goldthread.access.models import Unit, User
from goldthread.access.terms import ROLES, ProviderType, UnitKind
from goldthread.domain.setting_up import install_defaults

PASSWORD = "a-long-enough-password"


@dataclass
class Provider:
    """Organisation > locality > two teams; `people[role]` holds that role at the organisation.

    The exceptions hold it at `team`: reporter, supervisor and team_manager.
    """

    organisation: Unit
    locality: Unit
    team: Unit
    other_team: Unit
    people: dict[str, User] = field(default_factory=dict)

    def person(self, name: str, role: str, unit: Unit | None = None) -> User:
        """One more person, with a role at `unit` (the team by default)."""
        user = access.add_person(
            f"{name.lower().replace(' ', '.')}@{self.organisation.code}.example",
            name,
            organisation=self.organisation,
            password=PASSWORD,
        )
        access.grant_role(user, role, unit or self.team)
        return user


AT_TEAM = ("reporter", "supervisor", "team_manager")


def make_provider(
    name: str = "Larkfield Care", provider_type: ProviderType = ProviderType.NHS_BODY
) -> Provider:
    """Make a provider with the shipped settings and a person for every role."""
    organisation = access.add_organisation(name, provider_type=provider_type)
    install_defaults(organisation)
    locality = access.add_unit(organisation, "North Vale", kind=UnitKind.LOCALITY)
    team = access.add_unit(locality, "Alder Team", caseload=60)
    other = access.add_unit(locality, "Birch Team", caseload=45)
    provider = Provider(organisation, locality, team, other)
    for role in ROLES.values():
        unit = team if role.code in AT_TEAM else organisation
        provider.people[role.code] = provider.person(f"Test {role.label}", role.code, unit)
    return provider
