"""The lives of agreements (draft → agreed → superseded) and of problems with partners."""

from __future__ import annotations

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.access.terms import Permission
from goldthread.domain.registers.interfaces import rules
from goldthread.domain.registers.interfaces.queries import WORK
from goldthread.domain.registers.interfaces.terms import IssueStatus, Status
from goldthread.workflow.transitions import anyone, transition


def _keeps(scope: Scope) -> Q:
    return scope.q(Permission.SAFEGUARDING_MANAGE)


DRAFT = transition(
    "agreement.draft",
    sources=(),
    target=Status.DRAFT,
    label="Draft an agreement",
    done="The agreement is drafted.",
    allowed=anyone,
    rules=(rules.partner_is_ours,),
)
WRITE = transition(
    "agreement.write",
    sources=(Status.DRAFT,),
    target="",
    label="Write who owns what",
    done="The draft is saved.",
    allowed=WORK,
    rules=(rules.every_task_has_an_owner, rules.names_nobody_served),
)
SEND = transition(
    "agreement.send",
    sources=(Status.DRAFT,),
    target="",
    label="Ask the partner",
    done="The link is made.",
    allowed=WORK,
    rules=(rules.ready_for_the_partner, rules.names_nobody_served),
)
ASK = transition(
    "agreement.ask_for_change",
    sources=(Status.DRAFT,),
    target="",
    label="Ask for a change",
    done="The partner asked for a change.",
    allowed=anyone,
    rules=(rules.agreed_by_someone, rules.change_is_said, rules.agrees_to_what_was_read),
)
AGREE = transition(
    "agreement.agree",
    sources=(Status.DRAFT,),
    target=Status.AGREED,
    label="Agree",
    done="The partner agreed.",
    allowed=anyone,
    rules=(rules.agreed_by_someone, rules.ready_for_the_partner, rules.agrees_to_what_was_read),
)
RECORD = transition(
    "agreement.record_agreed",
    sources=(Status.DRAFT,),
    target=Status.AGREED,
    label="Record that the partner agreed",
    done="The agreement is in force.",
    allowed=WORK,
    rules=(rules.agreed_by_someone, rules.says_how_it_was_agreed, rules.ready_for_the_partner),
)
SUPERSEDE = transition(
    "agreement.supersede",
    sources=(Status.DRAFT, Status.AGREED),
    target=Status.SUPERSEDED,
    label="Supersede the agreement",
    done="The agreement is superseded.",
    allowed=WORK,
)
OPEN_ISSUE = transition(
    "partner_issue.open",
    sources=(),
    target=IssueStatus.OPEN,
    label="Open a problem with a partner",
    done="The problem is opened.",
    allowed=anyone,
    rules=(rules.is_sustained, rules.is_not_open_already),
)
RAISE = transition(
    "partner_issue.escalate",
    sources=(IssueStatus.OPEN,),
    target=IssueStatus.RAISED,
    label="Raise it formally",
    done="It is on record that the problem was raised formally.",
    allowed=_keeps,
    rules=(rules.raised_to_someone, rules.letter_is_whole, rules.letter_names_nobody_served),
)
END = transition(
    "partner_issue.end",
    sources=(IssueStatus.RAISED,),
    target=IssueStatus.ENDED,
    label="Record what came of it",
    done="The outcome is recorded.",
    allowed=_keeps,
    rules=(rules.ends_with_an_outcome,),
)
