"""The life of a learning item: draft → checked → published → retired."""

from __future__ import annotations

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.access.terms import Permission
from goldthread.domain.learning.library import rules
from goldthread.domain.learning.library.queries.seeing import (
    in_work,
    open_source,
    organisations_where,
)
from goldthread.domain.learning.library.terms import Status
from goldthread.workflow.transitions import anyone, transition


def _checks(scope: Scope) -> Q:
    """Those who check learning in the organisation and may open the source."""
    held = organisations_where(scope, Permission.LEARNING_CHECK)
    return Q(organisation__in=held) & open_source(scope)


def _retires(scope: Scope) -> Q:
    return Q(organisation__in=organisations_where(scope, Permission.LEARNING_CHECK))


MAKE = transition(
    "learning.make",
    sources=(),
    target=Status.DRAFT,
    label="Write learning",
    done="Saved as a draft. Only you and those who check learning see it.",
    allowed=anyone,
    rules=(
        rules.says_what_was_learnt,
        rules.source_may_be_opened,
        rules.links_belong_to_the_source,
    ),
)
EDIT = transition(
    "learning.edit",
    sources=(Status.DRAFT, Status.CHECKED),
    target=Status.DRAFT,
    label="Change the words",
    done="The draft is saved.",
    allowed=in_work,
    rules=(rules.says_what_was_learnt, rules.links_belong_to_the_source),
)
MARK = transition(
    "learning.mark",
    sources=(Status.DRAFT,),
    target="",
    label="Say that words name nobody",
    done="Noted: these words name nobody.",
    allowed=in_work,
    rules=(rules.mark_has_reason,),
)
HAND_OVER = transition(
    "learning.hand_over",
    sources=(Status.DRAFT,),
    target="",
    label="Ask for it to be checked",
    done="Someone else is asked to check it.",
    allowed=in_work,
    rules=(
        rules.is_whole,
        rules.has_a_theme,
        rules.names_nobody,
        rules.family_version_is_plain,
    ),
)
SEND_BACK = transition(
    "learning.send_back",
    sources=(Status.DRAFT, Status.CHECKED),
    target=Status.DRAFT,
    label="Send it back",
    done="It is sent back to its writer.",
    allowed=_checks,
    rules=(rules.sent_back_because,),
)
CHECK = transition(
    "learning.check",
    sources=(Status.DRAFT,),
    target=Status.CHECKED,
    label="Check the words",
    done="Checked. It can be published.",
    allowed=_checks,
    rules=(
        rules.checked_by_another,
        rules.is_whole,
        rules.has_a_theme,
        rules.names_nobody,
        rules.family_version_is_plain,
        rules.nobody_is_recognised,
    ),
)
PUBLISH = transition(
    "learning.publish",
    sources=(Status.CHECKED,),
    target=Status.PUBLISHED,
    label="Publish to all staff",
    done="Published. All staff can read it.",
    allowed=_checks,
    rules=(rules.names_nobody,),
)
RETIRE = transition(
    "learning.retire",
    sources=(Status.PUBLISHED,),
    target=Status.RETIRED,
    label="Retire",
    done="Retired. It no longer stands in the feed.",
    allowed=_retires,
    rules=(rules.retired_because,),
)
