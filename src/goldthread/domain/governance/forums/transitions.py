"""The life of a meeting: scheduled → under way → held → minutes approved, or not held.

Missed is no status: a scheduled meeting whose slot is over is missed, whether anyone says so or
not (`Meeting.standing`).
"""

from __future__ import annotations

from goldthread.domain.governance.forums import rules
from goldthread.domain.governance.forums.queries.seeing import RUNNING
from goldthread.domain.governance.forums.terms import Status
from goldthread.workflow.transitions import anyone, transition

PLAN = transition(
    "meeting.plan",
    sources=(),
    target=Status.SCHEDULED,
    label="Plan a meeting",
    done="The meeting is planned.",
    allowed=anyone,
)
MOVE = transition(
    "meeting.move",
    sources=(Status.SCHEDULED,),
    target="",
    label="Move the meeting",
    done="The meeting is moved.",
    allowed=RUNNING,
    rules=(rules.moves_within_its_slot,),
)
REPLAN = transition(
    "meeting.replan",
    sources=(Status.SCHEDULED,),
    target="",
    label="Follow the forum's new rhythm",
    done="The meeting follows the forum's new rhythm.",
    allowed=anyone,
)
BEGIN = transition(
    "meeting.begin",
    sources=(Status.SCHEDULED,),
    target=Status.UNDER_WAY,
    label="Begin the meeting",
    done="The meeting is under way. What the agenda shows is kept as it is now.",
    allowed=RUNNING,
    rules=(rules.its_day_has_come, rules.late_says_why),
)
MARK = transition(
    "meeting.mark",
    sources=(Status.UNDER_WAY,),
    target="",
    label="Mark who is there",
    done="Attendance is saved.",
    allowed=RUNNING,
)
ADD = transition(
    "meeting.add",
    sources=(Status.SCHEDULED, Status.UNDER_WAY),
    target="",
    label="Add an item",
    done="The item is on the agenda.",
    allowed=RUNNING,
)
RECORD = transition(
    "meeting.record",
    sources=(Status.UNDER_WAY,),
    target="",
    label="Record what was decided",
    done="Saved.",
    allowed=RUNNING,
    rules=(rules.decision_has_words, rules.not_done_says_why),
)
END = transition(
    "meeting.end",
    sources=(Status.UNDER_WAY,),
    target=Status.HELD,
    label="End the meeting",
    done="The meeting is held. Its minutes are drafted from what was recorded.",
    allowed=RUNNING,
    rules=(
        rules.everyone_is_marked,
        rules.quorum_or_reason,
        rules.every_item_has_an_outcome,
        rules.every_action_is_confirmed,
    ),
)
WRITE = transition(
    "meeting.write",
    sources=(Status.HELD,),
    target="",
    label="Change the minutes",
    done="The minutes are saved.",
    allowed=RUNNING,
    rules=(rules.minutes_are_written,),
)
APPROVE = transition(
    "meeting.approve",
    sources=(Status.HELD,),
    target=Status.APPROVED,
    label="Approve the minutes",
    done="The minutes are approved, and everyone who belongs to the forum has been told.",
    allowed=RUNNING,
    rules=(rules.minutes_are_written, rules.chair_approves),
)
REPORT = transition(
    "meeting.report",
    sources=(Status.APPROVED,),
    target="",
    label="Record that it was reported",
    done="Recorded: the minutes were reported.",
    allowed=RUNNING,
)
NOT_HELD = transition(
    "meeting.not_held",
    sources=(Status.SCHEDULED,),
    target=Status.NOT_HELD,
    label="Record that it was not held",
    done="Recorded: not held, with your reason.",
    allowed=RUNNING,
    rules=(rules.not_held_says_why,),
    exceptional=True,
)
