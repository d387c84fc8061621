"""What a person may do and where: the one place from which lists and checks are filtered.

A permission held at a unit reaches every unit below it. `Scope.q(permission)` is the filter; a
single check runs the same filter, so that a list and a check cannot disagree.
"""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone

from goldthread.access.models import RoleGrant, Unit, User
from goldthread.access.terms import ROLES, Permission

NOTHING = Q(pk__in=[])


class Scope:
    """The permissions of one person today, expanded over the tree of units."""

    def __init__(self, user: User | None) -> None:
        self.user = user
        self.roles: set[str] = set()
        self._organisations: dict[Permission, set[int]] = defaultdict(set)
        self._units: dict[Permission, set[int]] = defaultdict(set)
        self._roles_at: dict[str, set[int]] = defaultdict(set)
        self.homes: set[int] = set()
        if user is not None and user.is_authenticated and user.is_active:
            self._load()

    def _load(self) -> None:
        today = timezone.localdate()
        grants = [
            grant
            for grant in RoleGrant.objects.filter(user=self.user).select_related("unit")
            if (grant.starts_on or today) <= today <= (grant.ends_on or today)
        ]
        below = self._subtrees({grant.unit.path for grant in grants})
        for grant in grants:
            self.roles.add(grant.role)
            self.homes.add(grant.unit.organisation_id or grant.unit_id)
            reached = {pk for pk, path in below if path.startswith(grant.unit.path)}
            self._roles_at[grant.role] |= reached
            for permission in ROLES[grant.role].permissions:
                self._units[permission] |= reached
                if grant.unit.parent_id is None:
                    self._organisations[permission].add(grant.unit_id)

    @staticmethod
    def _subtrees(paths: set[str]) -> list[tuple[int, str]]:
        if not paths:
            return []
        match = reduce(or_, (Q(path__startswith=path) for path in paths))
        return list(Unit.objects.filter(match).values_list("pk", "path"))

    @classmethod
    def of_all_at(cls, unit: Unit) -> Scope:
        """Every permission at one unit and below it, as no person in particular."""
        scope = cls(None)
        reached = {pk for pk, _ in cls._subtrees({unit.path})}
        scope.homes.add(unit.organisation_id or unit.pk)
        for permission in Permission:
            scope._units[permission] = set(reached)
            if unit.parent_id is None:
                scope._organisations[permission].add(unit.pk)
        return scope

    def holds(self, permission: Permission, unit_id: int | None = None) -> bool:
        """Whether the permission is held at `unit_id`, or anywhere when it is None."""
        units = self._units.get(permission, set())
        return bool(units) if unit_id is None else unit_id in units

    def holds_role(self, role: str, unit_id: int) -> bool:
        """Whether the person holds `role` at or above the unit."""
        return unit_id in self._roles_at.get(role, set())

    def units(self, permission: Permission) -> frozenset[int]:
        """Every unit where the permission reaches."""
        return frozenset(self._units.get(permission, set()))

    def role_units(self) -> dict[str, frozenset[int]]:
        """For each role the person holds, the units it reaches."""
        return {role: frozenset(units) for role, units in self._roles_at.items()}

    def q(self, permission: Permission, prefix: str = "") -> Q:
        """The filter of records placed at units where the permission reaches.

        `prefix` is the look-up path to the record that has `unit` and `organisation`, for example
        `incident__`. A role at the organisation filters by organisation, which an index by date
        can serve; a role below it by the list of units.
        """
        units = self._units.get(permission, set())
        if not units:
            return NOTHING
        organisations = self._organisations.get(permission, set())
        if organisations:
            whole = Q(**{f"{prefix}organisation__in": organisations})
            if not self._elsewhere():
                return whole
            inside = Unit.objects.filter(organisation__in=organisations)
            others = units - set(inside.values_list("pk", flat=True))
            return whole | Q(**{f"{prefix}unit__in": others}) if others else whole
        return Q(**{f"{prefix}unit__in": units})

    def _elsewhere(self) -> bool:
        """Whether roles are held in more than one organisation, which is rare."""
        return len(self.homes) > 1

    def whole_organisations(self, permission: Permission) -> frozenset[int]:
        """The organisations at whose top the permission is held."""
        return frozenset(self._organisations.get(permission, set()))

    def organisation_ids(self) -> set[int]:
        """The organisations in which the person holds any role at the top."""
        return set().union(*self._organisations.values()) if self._organisations else set()


def scope_of(user: Any) -> Scope:
    """The scope of `user`, worked out once for each request's user object."""
    if user is None or not getattr(user, "is_authenticated", False):
        return Scope(None)
    scope = user.__dict__.get("_scope")
    if scope is None:
        scope = user.__dict__["_scope"] = Scope(user)
    return scope


class CommonReader:
    """Stands for everyone who may read at a unit, and is nobody: named on nothing restricted.

    What such a reader sees of a record may be put into a document that all of them open.
    """

    is_authenticated = True
    is_active = True
    pk = None

    def __init__(self, unit: Unit) -> None:
        self._scope = Scope.of_all_at(unit)


def allows(record: Model, condition: Q) -> bool:
    """Whether one record meets the filter that its list would use."""
    return type(record)._default_manager.filter(pk=record.pk).filter(condition).exists()
