"""The invented provider: its tree, its teams and its staff, read from `content/provider.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

# The reader written in C where the machine has it, about ten times as quick.
FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Team:
    """A team; `rate` is its share of reports and `lag` its median days from event to report."""

    code: str
    name: str
    locality: str
    kind: str
    service_model: str
    pathway: str
    caseload: int
    rate: int
    lag: float


@dataclass(frozen=True)
class Grant:
    """A role held at a unit."""

    role: str
    unit: str


@dataclass(frozen=True)
class Staff:
    code: str
    name: str
    job_title: str
    unit: str
    grants: tuple[Grant, ...]
    email: str
    sign_in: str
    outside: bool

    def holds(self, role: str) -> bool:
        """Whether the person holds the role anywhere."""
        return any(grant.role == role for grant in self.grants)


@dataclass(frozen=True)
class Place:
    """A directorate or locality: `parent` is the code of the unit above it."""

    code: str
    name: str
    parent: str


@dataclass(frozen=True)
class Provider:
    code: str
    name: str
    profile: str
    ods_code: str
    directorates: tuple[Place, ...]
    localities: tuple[Place, ...]
    teams: tuple[Team, ...]
    staff: tuple[Staff, ...]

    def team(self, code: str) -> Team:
        """The team with this code."""
        return next(team for team in self.teams if team.code == code)

    def of_team(self, code: str, role: str) -> list[Staff]:
        """Those whose home is this team and who hold the role."""
        return [one for one in self.staff if one.unit == code and one.holds(role)]

    def manager_of(self, team: str) -> Staff:
        """The manager of a team; each has exactly one."""
        return self.of_team(team, "team_manager")[0]

    def holders(self, role: str) -> list[Staff]:
        """Everyone who holds the role, in the order of the file."""
        return [one for one in self.staff if one.holds(role)]


def content(path: str) -> Any:
    """The YAML value in `content/<path>`."""
    text = files("goldthread.demo").joinpath("content", path).read_text(encoding="utf-8")
    return yaml.load(text, Loader=FAST)  # noqa: S506 - a safe loader, the quick one


@cache
def provider() -> Provider:
    """The provider as frozen values."""
    data = content("provider.yaml")
    organisation = data["organisation"]
    above = {code: d["code"] for d in data["directorates"] for code in d["localities"]}
    return Provider(
        code=organisation["code"],
        name=organisation["name"],
        profile=organisation["profile"],
        ods_code=organisation["ods_code"],
        directorates=tuple(
            Place(d["code"], d["name"], organisation["code"]) for d in data["directorates"]
        ),
        localities=tuple(Place(p["code"], p["name"], above[p["code"]]) for p in data["localities"]),
        teams=tuple(Team(**team) for team in data["teams"]),
        staff=tuple(_staff(row, organisation["email_domain"]) for row in data["staff"]),
    )


def _staff(row: dict[str, Any], domain: str) -> Staff:
    host = "partner.example" if row.get("outside") else domain
    return Staff(
        code=row["code"],
        name=row["name"],
        job_title=row["job_title"],
        unit=row["unit"],
        grants=tuple(Grant(role, row["unit"]) for role in row["roles"]),
        email=f"{row['name'].lower().replace(' ', '.')}@{host}",
        sign_in=row.get("sign_in", ""),
        outside=row.get("outside", False),
    )
