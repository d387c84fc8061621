"""The second story's end: a partner that is late again and again, raised formally and mended."""

from __future__ import annotations

import datetime as dt

from goldthread.access.models import User
from goldthread.demo.lives import AGREED_DAYS
from goldthread.demo.playing.world import World
from goldthread.domain.registers.interfaces import operations
from goldthread.domain.registers.interfaces.queries import troubles
from goldthread.domain.registers.interfaces.terms import IssueOutcome, IssueRoute
from goldthread.domain.registers.safeguarding.queries import all_partners

DAYS_AGO = (AGREED_DAYS + 12, AGREED_DAYS + 40, AGREED_DAYS + 80)
COUNCIL = "Osmerley council, safeguarding adults"
LETTER = """Dear Delphine Mossgrave

Since the summer we have waited longer for your answers than either of us wants. We count them by a
rule that we agreed with the Safeguarding Adults Board, and the count is enclosed, without names.

We ask for one named contact on each side, an answer on the day after a referral, and a page of who
owns what that both of us sign. We will do the same for you.

Yours sincerely

Folasade Adeyombi, safeguarding lead"""


def settle_with_the_council(world: World, now: dt.datetime) -> None:
    """Opened by the rule, raised by letter before who owns what was agreed, mended since."""
    lead = world.staff["adeyombi"]
    opened = _sustained_at(world, lead, now)
    if opened is None:  # a thinned provider has too few cases for the rule
        return
    council = all_partners(world.organisation.pk).get(name=COUNCIL)
    issue = operations.open_issue(council, by=lead, at=opened)
    written = opened + dt.timedelta(days=2)
    operations.raise_formally(
        issue,
        IssueRoute.LETTER,
        to="Delphine Mossgrave, senior social worker",
        on=written.date(),
        subject="Answers to safeguarding referrals",
        text=LETTER,
        by=lead,
        at=written,
    )
    operations.end_issue(
        issue,
        IssueOutcome.MENDED,
        "Answers come on the next working day since the page of who owns what was agreed. The "
        "Board read the count of October.",
        by=lead,
        at=now - dt.timedelta(days=9),
    )


def _sustained_at(world: World, lead: User, now: dt.datetime) -> dt.datetime | None:
    """The last of some days before the agreement on which the rule found the problem."""
    for days in DAYS_AGO:
        at = now - dt.timedelta(days=days)
        found = troubles(lead, world.organisation.pk, at)
        if any(one.sustained and one.partner.name == COUNCIL for one in found):
            return at
    return None
