"""The lives of a pair (meeting → ended), a prompt (in use → withdrawn) and a session (held)."""

from __future__ import annotations

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.domain.learning.supervision import rules
from goldthread.domain.learning.supervision.queries import PUSHING, of_the_two
from goldthread.domain.learning.supervision.terms import PairStatus, PromptStatus, SessionStatus
from goldthread.workflow.transitions import anyone, transition


def _pushes(scope: Scope) -> Q:
    return scope.q(PUSHING)


def _own(scope: Scope) -> Q:
    return Q(supervisor=scope.user) if scope.user is not None else Q(pk__in=[])


PAIR = transition(
    "pair.begin",
    sources=(),
    target=PairStatus.ACTIVE,
    label="Begin to supervise someone",
    done="You supervise them. The first session stands in your work.",
    allowed=anyone,
    rules=(rules.two_people_of_the_team, rules.paired_once),
)
END = transition(
    "pair.end",
    sources=(PairStatus.ACTIVE,),
    target=PairStatus.ENDED,
    label="End this supervision",
    done="Ended. Its sessions stay.",
    allowed=_own,
)
PUSH = transition(
    "prompt.push",
    sources=(),
    target=PromptStatus.ACTIVE,
    label="Bring a prompt to supervision",
    done="The prompt is brought to the next sessions.",
    allowed=anyone,
    rules=(
        rules.asks_something,
        rules.ends,
        rules.source_may_be_opened,
        rules.names_nobody,
    ),
)
WITHDRAW = transition(
    "prompt.withdraw",
    sources=(PromptStatus.ACTIVE,),
    target=PromptStatus.WITHDRAWN,
    label="Withdraw the prompt",
    done="Withdrawn. Sessions that discussed it keep it.",
    allowed=_pushes,
    rules=(rules.withdrawn_because,),
)
TELL = transition(
    "prompt.tell",
    sources=(PromptStatus.ACTIVE, PromptStatus.WITHDRAWN),
    target="",
    label="Record the action as communicated by it",
    done="Recorded: who was told, and how many of how many.",
    allowed=_pushes,
    rules=(rules.has_reached_somebody,),
)
HOLD = transition(
    "supervision.hold",
    sources=(),
    target=SessionStatus.HELD,
    label="Record a supervision session",
    done="The session is recorded. The next one is in your work.",
    allowed=anyone,
    rules=(
        rules.has_begun,
        rules.says_wellbeing,
        rules.prompts_belong,
        rules.each_prompt_answered,
    ),
)
SIT = transition(
    "supervision.sit",
    sources=(SessionStatus.HELD,),
    target="",
    label="Sit a vignette in this session",
    done="Recorded with the session.",
    allowed=_own,
)
CHECK = transition(
    "supervision.check",
    sources=(SessionStatus.HELD,),
    target="",
    label="Do a competency check in this session",
    done="The check is recorded with the session.",
    allowed=_own,
)
NOTE = transition(
    "supervision.note",
    sources=(SessionStatus.HELD,),
    target="",
    label="Add a private note",
    done="Kept for the two of you.",
    allowed=of_the_two,
    rules=(rules.note_has_words,),
)
PROVE = transition(
    "supervision.prove",
    sources=(SessionStatus.HELD,),
    target="",
    label="Use it as evidence",
    done="The session is evidence of the action.",
    allowed=_own,
    rules=(rules.learning_was_discussed, rules.proves_once),
)
