"""Who sees which forums, meetings and items, and how meetings stand."""

from goldthread.domain.governance.forums.queries.forums import (
    attendance_shares,
    chair_of,
    expected,
    is_chair,
    members_of,
    next_of,
    overview,
    possible_people,
)
from goldthread.domain.governance.forums.queries.items import (
    Section,
    Seen,
    actions_made,
    live,
    of_meeting,
    one_item,
)
from goldthread.domain.governance.forums.queries.meetings import (
    attendance_of,
    held_before,
    history_of,
    period_of,
    under_way,
    with_page,
)
from goldthread.domain.governance.forums.queries.seeing import (
    RECORD_TYPE,
    forums_of,
    forums_visible_to,
    may_manage,
    may_run,
    visible_to,
)

__all__ = [
    "RECORD_TYPE",
    "Section",
    "Seen",
    "actions_made",
    "attendance_of",
    "attendance_shares",
    "chair_of",
    "expected",
    "forums_of",
    "forums_visible_to",
    "held_before",
    "history_of",
    "is_chair",
    "live",
    "may_manage",
    "may_run",
    "members_of",
    "next_of",
    "of_meeting",
    "one_item",
    "overview",
    "period_of",
    "possible_people",
    "under_way",
    "visible_to",
    "with_page",
]
