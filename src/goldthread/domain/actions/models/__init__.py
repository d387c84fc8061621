"""The tables of actions."""

from goldthread.domain.actions.models.action import Action, ActionIncident, ActionRoute
from goldthread.domain.actions.models.facts import (
    Communication,
    Extension,
    Implementation,
    Reassignment,
)

__all__ = [
    "Action",
    "ActionIncident",
    "ActionRoute",
    "Communication",
    "Extension",
    "Implementation",
    "Reassignment",
]
