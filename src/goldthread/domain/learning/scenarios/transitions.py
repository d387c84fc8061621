"""The life of a scenario: draft → checked → published → retired."""

from __future__ import annotations

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.access.terms import Permission
from goldthread.domain.learning.scenarios import rules
from goldthread.domain.learning.scenarios.queries import in_work, open_source, organisations_where
from goldthread.domain.learning.scenarios.terms import Status
from goldthread.workflow.transitions import anyone, transition


def _checks(scope: Scope) -> Q:
    """Those who check scenarios in the organisation and may open the source."""
    held = organisations_where(scope, Permission.SCENARIO_CHECK)
    return Q(organisation__in=held) & open_source(scope)


def _retires(scope: Scope) -> Q:
    return Q(organisation__in=organisations_where(scope, Permission.SCENARIO_CHECK))


MAKE = transition(
    "scenario.make",
    sources=(),
    target=Status.DRAFT,
    label="Make a scenario",
    done="The scenario is saved as a draft.",
    allowed=anyone,
    rules=(rules.has_a_story, rules.source_may_be_opened),
)
EDIT = transition(
    "scenario.edit",
    sources=(Status.DRAFT, Status.CHECKED),
    target=Status.DRAFT,
    label="Change the scenario",
    done="The draft is saved.",
    allowed=in_work,
    rules=(rules.has_a_story,),
)
MARK = transition(
    "scenario.mark",
    sources=(Status.DRAFT,),
    target="",
    label="Say that words are no personal data",
    done="Noted: these words name nobody.",
    allowed=in_work,
    rules=(rules.mark_has_reason,),
)
HAND_OVER = transition(
    "scenario.hand_over",
    sources=(Status.DRAFT,),
    target="",
    label="Ask for it to be checked",
    done="Someone else is asked to check it.",
    allowed=in_work,
    rules=(rules.asks_something, rules.names_nobody),
)
SEND_BACK = transition(
    "scenario.send_back",
    sources=(Status.DRAFT, Status.CHECKED),
    target=Status.DRAFT,
    label="Send it back",
    done="The scenario is sent back to its maker.",
    allowed=_checks,
    rules=(rules.sent_back_because,),
)
CHECK = transition(
    "scenario.check",
    sources=(Status.DRAFT,),
    target=Status.CHECKED,
    label="Check the scenario",
    done="The scenario is checked. It can be published.",
    allowed=_checks,
    rules=(
        rules.checked_by_another,
        rules.asks_something,
        rules.names_nobody,
        rules.nobody_is_recognised,
    ),
)
PUBLISH = transition(
    "scenario.publish",
    sources=(Status.CHECKED,),
    target=Status.PUBLISHED,
    label="Publish the scenario",
    done="The scenario is in the bank.",
    allowed=_checks,
    rules=(rules.names_nobody,),
)
RETIRE = transition(
    "scenario.retire",
    sources=(Status.PUBLISHED,),
    target=Status.RETIRED,
    label="Retire the scenario",
    done="The scenario is retired. Sessions that used it keep it.",
    allowed=_retires,
    rules=(rules.retired_because,),
)
