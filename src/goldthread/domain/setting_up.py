"""Giving a new organisation everything that ships: policies, categories, tools, instruments."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from goldthread.access import operations as access
from goldthread.access.models import Unit, User
from goldthread.clocks import operations as clocks
from goldthread.decision_tools import operations as decision_tools
from goldthread.domain.candour import operations as candour
from goldthread.domain.governance.forums import operations as forums
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.registers.escalation import operations as escalation
from goldthread.domain.registers.interfaces import operations as interfaces
from goldthread.instruments import operations as instruments


@transaction.atomic
def install_defaults(organisation: Unit, *, at: dt.datetime | None = None) -> None:
    """Install what the organisation does not have yet; what it changed stays as it is."""
    clocks.install_defaults(organisation)
    incidents.install_defaults(organisation)
    decision_tools.install_defaults(organisation, at=at)
    instruments.install_defaults(organisation, at=at)
    candour.install_defaults(organisation)
    forums.install_defaults(organisation)
    escalation.install_defaults(organisation)
    interfaces.install_defaults(organisation, at=at)


@transaction.atomic
def change_profile(organisation: Unit, *, by: User, **profile: Any) -> None:
    """Change the organisation's profile; a new type of provider brings the clocks it lacks.

    Raises Refused.
    """
    access.change_profile(organisation, by=by, **profile)
    organisation.refresh_from_db()
    clocks.install_defaults(organisation)
