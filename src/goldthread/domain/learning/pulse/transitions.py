"""The life of a pulse: open → closed."""

from __future__ import annotations

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.access.terms import Permission
from goldthread.domain.learning.pulse import rules
from goldthread.domain.learning.pulse.terms import Status
from goldthread.workflow.transitions import anyone, transition


def runs(scope: Scope) -> Q:
    """Pulses of organisations at whose top the person runs them."""
    return Q(organisation__in=scope.whole_organisations(Permission.PULSE_RUN))


OPEN = transition(
    "pulse.open",
    sources=(),
    target=Status.OPEN,
    label="Open a pulse",
    done="The pulse is open, and all staff are told.",
    allowed=anyone,
    rules=(rules.no_other_is_open, rules.closes_later),
)
CLOSE = transition(
    "pulse.close",
    sources=(Status.OPEN,),
    target=Status.CLOSED,
    label="Close the pulse",
    done="The pulse is closed. Its results can be read.",
    allowed=runs,
)
