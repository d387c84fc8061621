"""The life of a bulletin: draft → sent, once; and of a team's answer."""

from __future__ import annotations

from goldthread.domain.learning.bulletins import rules
from goldthread.domain.learning.bulletins.queries import answers_for, own_drafts, sends
from goldthread.domain.learning.bulletins.terms import AnswerStatus, Status
from goldthread.workflow.transitions import anyone, transition

DRAFT = transition(
    "bulletin.draft",
    sources=(),
    target=Status.DRAFT,
    label="Write a bulletin",
    done="The bulletin is saved. Nobody is told until you send it.",
    allowed=anyone,
    rules=(rules.carries_learning, rules.sender_reaches_teams, rules.names_nobody),
)
EDIT = transition(
    "bulletin.edit",
    sources=(Status.DRAFT,),
    target="",
    label="Change the bulletin",
    done="The bulletin is saved.",
    allowed=own_drafts,
    rules=(rules.carries_learning, rules.sender_reaches_teams, rules.names_nobody),
)
SEND = transition(
    "bulletin.send",
    sources=(Status.DRAFT,),
    target=Status.SENT,
    label="Send the bulletin",
    done="The bulletin is sent.",
    allowed=own_drafts,
    rules=(
        rules.carries_learning,
        rules.sender_reaches_teams,
        rules.names_nobody,
        rules.reaches_somebody,
        rules.day_is_ahead,
    ),
)
ADD_JOINERS = transition(
    "bulletin.add_joiners",
    sources=(Status.SENT,),
    target="",
    label="Send it to those who joined since",
    done="Sent to those who joined since.",
    allowed=sends,
)
USE = transition(
    "bulletin.use",
    sources=(Status.SENT,),
    target="",
    label="Use it as the communication of an action",
    done="The action is recorded as communicated, with the reach of this bulletin.",
    allowed=sends,
    rules=(rules.carries_the_action,),
)
ASK_TEAM = transition(
    "bulletin_answer.ask",
    sources=(),
    target=AnswerStatus.WAITING,
    label="Ask a team whether it applies",
    done="The team is asked.",
    allowed=anyone,
)
ANSWER = transition(
    "bulletin_answer.give",
    sources=(AnswerStatus.WAITING,),
    target=AnswerStatus.ANSWERED,
    label="Say whether it applies here",
    done="The answer of the team is recorded.",
    allowed=answers_for,
    rules=(
        rules.answers_with_action_or_reason,
        rules.action_is_of_the_team,
        rules.reason_names_nobody,
    ),
)
