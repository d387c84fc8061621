"""Was it done in time: triage, openness, safeguarding and restrictions."""

from __future__ import annotations

from django.db.models import Q

from goldthread.analytics.months import in_words
from goldthread.domain.governance.forums.models import Meeting
from goldthread.domain.governance.packs.claims import Asked, Claim, Section
from goldthread.domain.governance.packs.registry import section
from goldthread.domain.governance.packs.sections.reporting import (
    measure_href,
    numbers,
    source_of,
)
from goldthread.domain.governance.packs.sections.telling import many, opening, share, were
from goldthread.domain.governance.packs.terms import Strength
from goldthread.domain.insight.measures import wording
from goldthread.domain.registers.restrictions.models import Restriction
from goldthread.domain.registers.restrictions.terms import Status as RestrictionStatus
from goldthread.domain.registers.safeguarding.models import SafeguardingCase

# For each measure: the sentence, what is said where there was none, and what it is filed under.
SHARES = (
    (
        "triage_48h",
        "{share} of the reports were triaged within 48 hours.",
        "No report was due for triage in these days.",
        ("learning_culture", "processes"),
    ),
    (
        "candour_told",
        "Where the duty of candour applied, people were told in person in time in {share}.",
        "The duty of candour did not fall due in these days.",
        ("learning_culture", "experience"),
    ),
    (
        "safeguarding_referral",
        "{share} of safeguarding concerns were referred within the time limit.",
        "No safeguarding referral fell due in these days.",
        ("safeguarding", "processes"),
    ),
    (
        "safeguarding_actions_done",
        "{share} of safeguarding actions were done by their day.",
        "No safeguarding action fell due in these days.",
        ("safeguarding", "processes"),
    ),
    (
        "restriction_reviewed_in_time",
        "{share} of restrictions were reviewed by their date.",
        "No restriction was due for review in these days.",
        ("safeguarding", "processes"),
    ),
)


@section("timeliness")
def timeliness(asked: Asked, _: Meeting | None) -> Section:
    """Each time limit with how often it was kept, and how many cases and restrictions there are."""
    claims = [_cases(asked), _restrictions(asked)]
    for code, sentence, nothing, about in SHARES:
        number = numbers(asked, code)
        claims.append(
            share(
                asked, number.count, number.of, sentence, nothing=nothing,
                source=source_of(code), href=measure_href(asked, code), about=about,
            )
        )  # fmt: skip
    return Section(
        "timeliness",
        "In time, and within rights",
        "A restriction is in force for as short a time as it can be. What was late, and why?",
        tuple(claims),
    )


def _cases(asked: Asked) -> Claim:
    rows = SafeguardingCase.objects.filter(**asked.here(), **asked.within("raised_at"))
    raised = rows.filter(incident__restricted=False).count()
    words = opening(many(asked, raised, "safeguarding concern"))
    return Claim(
        f"{words} {were(asked, raised)} raised in {wording.period(asked.months)}.",
        Strength.COUNTED,
        "Safeguarding log",
        "/safeguarding/",
        about=("safeguarding", "processes"),
    )


def _restrictions(asked: Asked) -> Claim:
    rows = Restriction.objects.filter(**asked.here(), in_force_at__lt=asked.as_at)
    rows = rows.exclude(status=RestrictionStatus.DECLINED)
    free = Q(incident__isnull=True) | Q(incident__restricted=False)
    live = Q(ended_at__isnull=True) | Q(ended_at__gte=asked.as_at)
    count = rows.filter(free).filter(live).count()
    return Claim(
        f"{opening(many(asked, count, 'restriction'))} {were(asked, count)} in force on "
        f"{in_words(asked.until)}.",
        Strength.COUNTED,
        "Restrictions register",
        "/restrictions/",
        about=("safeguarding", "processes"),
    )
