"""Setting up forums, planning their meetings, running them, and what follows."""

from goldthread.domain.governance.forums.operations.ending import (
    approve,
    end,
    report,
    write_minutes,
)
from goldthread.domain.governance.forums.operations.following import plan_everywhere
from goldthread.domain.governance.forums.operations.forums import (
    Terms,
    close_forum,
    install_defaults,
    present_terms,
    save_forum,
)
from goldthread.domain.governance.forums.operations.planning import move, not_held, plan
from goldthread.domain.governance.forums.operations.recording import (
    NewAction,
    Said,
    add_item,
    carry_over_rest,
    record,
)
from goldthread.domain.governance.forums.operations.running import begin, mark, mark_guest

__all__ = [
    "NewAction",
    "Said",
    "Terms",
    "add_item",
    "approve",
    "begin",
    "carry_over_rest",
    "close_forum",
    "end",
    "install_defaults",
    "mark",
    "mark_guest",
    "move",
    "not_held",
    "plan",
    "plan_everywhere",
    "present_terms",
    "record",
    "report",
    "save_forum",
    "write_minutes",
]
