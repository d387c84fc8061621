"""The life of a recall check: drawn → done."""

from __future__ import annotations

from goldthread.domain.learning.recall import rules
from goldthread.domain.learning.recall.queries import asks
from goldthread.domain.learning.recall.terms import Status
from goldthread.workflow.transitions import anyone, transition

DRAW = transition(
    "recall.draw",
    sources=(),
    target=Status.DRAWN,
    label="Draw who is asked",
    done="Drawn. Ask each of them, unaided.",
    allowed=anyone,
    rules=(
        rules.asks_about_published_learning,
        rules.size_can_be_asked,
        rules.somebody_to_ask,
        rules.bulletin_carried_it,
        rules.day_is_ahead,
    ),
)
ANSWER = transition(
    "recall.answer",
    sources=(Status.DRAWN,),
    target="",
    label="Record what someone remembered",
    done="Recorded.",
    allowed=asks,
    rules=(rules.asked_by_another, rules.asked_once),
)
SKIP = transition(
    "recall.skip",
    sources=(Status.DRAWN,),
    target="",
    label="Note why someone was not asked",
    done="Noted. It counts against nobody.",
    allowed=asks,
    rules=(rules.asked_once, rules.not_asked_because),
)
FINISH = transition(
    "recall.finish",
    sources=(Status.DRAWN,),
    target=Status.DONE,
    label="Finish the check",
    done="The check is done.",
    allowed=asks,
    rules=(rules.nobody_waits,),
)
