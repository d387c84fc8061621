"""The life of a pack: draft → frozen → superseded; a draft may be discarded."""

from __future__ import annotations

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.access.terms import Permission
from goldthread.domain.governance.packs import rules
from goldthread.domain.governance.packs.terms import Status
from goldthread.domain.incidents.queries import not_kept_from
from goldthread.workflow.transitions import anyone, transition


def _prepares(scope: Scope) -> Q:
    free = Q(incident__isnull=True) | not_kept_from(scope, "incident__")
    return scope.q(Permission.PACK_PREPARE) & free


DRAFT = transition(
    "pack.draft",
    sources=(),
    target=Status.DRAFT,
    label="Draft a pack",
    done="The draft is made. Read it, add your words, then freeze it.",
    allowed=anyone,
    rules=(rules.days_are_over, rules.incident_is_not_restricted),
)
ASSEMBLE = transition(
    "pack.assemble",
    sources=(Status.DRAFT,),
    target="",
    label="Bring the figures up to date",
    done="The figures are as they stand now. Your words are kept.",
    allowed=_prepares,
    rules=(rules.incident_is_not_restricted,),
)
WRITE = transition(
    "pack.write",
    sources=(Status.DRAFT,),
    target="",
    label="Save the words",
    done="The words are saved.",
    allowed=_prepares,
    rules=(rules.section_is_there, rules.words_fit),
)
FREEZE = transition(
    "pack.freeze",
    sources=(Status.DRAFT,),
    target=Status.FROZEN,
    label="Freeze the pack",
    done="The pack is frozen. Nothing in it changes any more.",
    allowed=_prepares,
    rules=(
        rules.incident_is_not_restricted,
        rules.figures_are_of_today,
        rules.nothing_restricted_meanwhile,
        rules.words_name_nobody,
    ),
)
DISCARD = transition(
    "pack.discard",
    sources=(Status.DRAFT,),
    target=Status.DISCARDED,
    label="Throw the draft away",
    done="The draft is thrown away.",
    allowed=_prepares,
    rules=(rules.discarding_says_why,),
)
SUPERSEDE = transition(
    "pack.supersede",
    sources=(Status.FROZEN,),
    target=Status.SUPERSEDED,
    label="Take its place",
    done="The new pack takes its place.",
    allowed=_prepares,
    rules=(rules.replaces_its_like,),
)
