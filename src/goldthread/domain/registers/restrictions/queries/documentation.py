"""How whole the row of a restriction is: the documentation score of row 97, worked out.

Each part of the register's standard (domain.md section 6) is there or not. Parts that were
required when it was kept are there; what is brought over from elsewhere, begun at once, or not
reviewed when it was due is not whole.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from goldthread.clocks.calendar import end_of
from goldthread.domain.registers.restrictions.models import Restriction
from goldthread.domain.registers.restrictions.queries.standing import review_on_at
from goldthread.domain.registers.restrictions.terms import LegalBasis, Scale


def documentation(restriction: Restriction, day: dt.date | None = None) -> dict[str, bool]:
    """Each part by its name in words, and whether it is there at the end of `day`.

    Reads `alternatives` and `decisions` as they were fetched.
    """
    day = day or timezone.localdate()
    row = restriction
    others = list(row.alternatives.all())
    made = [one for one in row.decisions.all() if one.decided_at <= end_of(day)]
    review_on = review_on_at(row, made)
    return {
        "What is limited, in plain words": bool(row.words and row.domains),
        "The risk that led to it": bool(row.trigger),
        "Rationale": bool(row.rationale),
        "Alternatives, each with why not": bool(others) and all(one.why_not for one in others),
        "Rights and safety, both": bool(row.rights and row.safety),
        "Proportionality": bool(row.proportionality),
        "Legal basis": row.legal_basis not in ("", LegalBasis.NONE),
        "Capacity": bool(row.capacity),
        "The person's view, or why impossible": bool(row.involvement and row.view),
        "Family or advocate, or why nobody": bool(row.family),
        "What ends it": bool(row.ends_on or row.exit_criteria),
        "Authorised": row.authorised_at is not None and row.authorised_at <= end_of(day),
        "Reviewed by its date": review_on is not None and review_on >= day,
        "Safeguarding beside a blanket": row.scale != Scale.BLANKET
        or row.safeguarding_action_id is not None,
    }
