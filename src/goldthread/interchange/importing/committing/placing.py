"""Which of an organisation's teams and categories the names in a file mean.

Names are compared by their letters and digits (``converting.spelling``). A name that fits several teams is settled by the locality, else left open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from goldthread.access import operations as access
from goldthread.access.models import Unit
from goldthread.access.queries import teams
from goldthread.access.terms import UnitKind
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents import queries
from goldthread.interchange.importing.converting.spelling import same_name
from goldthread.interchange.importing.terms import Draft

_NOT_IN_CODES = re.compile(r"[^a-z0-9]+")


class Places:
    """The open units and the categories of one organisation, by name."""

    def __init__(self, organisation: Unit) -> None:
        self.organisation = organisation
        self._units: dict[str, list[Unit]] = defaultdict(list)
        self._by_id: dict[int, Unit] = {}
        for unit in teams(organisation.pk):
            self._remember(unit)
        self._categories = {
            same_name(name): category
            for category in queries.categories(organisation.pk)
            for name in (category.code, category.name)
        }

    def _remember(self, unit: Unit) -> None:
        self._by_id[unit.pk] = unit
        for key in {same_name(unit.name), same_name(unit.code)}:
            self._units[key].append(unit)

    def unit(self, team: str, locality: str = "") -> Unit | None:
        """The unit a team's name means, or None when there is none or more than one."""
        found = self._units.get(same_name(team), []) if team else []
        if len(found) > 1 and locality:
            above = same_name(locality)
            found = [unit for unit in found if above in self._names_above(unit)] or found
        return found[0] if len(found) == 1 else None

    def _names_above(self, unit: Unit) -> set[str]:
        ids = [int(part) for part in unit.path.strip("/").split("/") if part]
        return {same_name(self._by_id[pk].name) for pk in ids if pk in self._by_id}

    def category(self, name: str, subcategory: str = "") -> Any | None:
        """The category a name means, the subcategory first; None when neither is known."""
        for wanted in (subcategory, name):
            if wanted and same_name(wanted) in self._categories:
                return self._categories[same_name(wanted)]
        return None

    def create(self, drafts: Iterable[Draft]) -> tuple[list[str], list[str]]:
        """Add the teams, localities and categories of ``drafts`` that are not there; their names."""
        made_units: list[str] = []
        made_categories: list[str] = []
        for draft in drafts:
            if draft.team and not self._units.get(same_name(draft.team)):
                self._add(self._parent(draft.locality, made_units), draft.team, UnitKind.TEAM)
                made_units.append(draft.team)
            if draft.category and self.category(draft.category, draft.subcategory) is None:
                self._add_category(draft.category)
                made_categories.append(draft.category)
        return made_units, made_categories

    def _parent(self, locality: str, made: list[str]) -> Unit:
        if not locality:
            return self.organisation
        found = self._units.get(same_name(locality))
        if found:
            return found[0]
        made.append(locality)
        return self._add(self.organisation, locality, UnitKind.LOCALITY)

    def _add(self, parent: Unit, name: str, kind: UnitKind) -> Unit:
        unit = access.add_unit(parent, name[:120], kind=kind)
        self._remember(unit)
        return unit

    def _add_category(self, name: str) -> None:
        code = _NOT_IN_CODES.sub("-", name.casefold()).strip("-")[:60] or "imported"
        category = incidents.save_category(self.organisation, code, name[:120])
        self._categories[same_name(name)] = category
