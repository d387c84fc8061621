"""Reviews for tests, written the way people write them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.domain.incidents.models import Incident
from goldthread.domain.reviews import operations
from goldthread.domain.reviews.models import Review
from goldthread.domain.reviews.terms import Lens
from tests.factories.incidents import triaged
from tests.factories.provider import Provider


def review_of(provider: Provider, incident: Incident, **triage: Any) -> Review:
    """The review that triage planned, begun by the reviewer."""
    if incident.status == "reported":
        triaged(provider, incident, **triage)
    review = incident.reviews.get()
    return operations.begin(review, by=provider.people["reviewer"])


def write_rapid(provider: Provider, review: Review) -> Review:
    """Answer the three questions and name a system factor."""
    by = provider.people["reviewer"]
    operations.write(
        review,
        {
            "what_happened": "The rota changed at noon and the visit list did not follow it.",
            "what_should_change": "The visit list should be drawn from the rota.",
            "this_week": "Print the visit list from the rota each morning at nine.",
            "week_owner": provider.people["team_manager"],
            "week_due_on": timezone.localdate() + dt.timedelta(days=5),
        },
        by=by,
    )
    operations.add_factor(review, "tasks", "Two lists are kept and only one is changed.", by=by)
    return review


def write_structured(provider: Provider, review: Review) -> Review:
    """Write everything a structured analysis needs to be submitted."""
    by = provider.people["reviewer"]
    operations.write(
        review,
        {
            "terms_of_reference": "How step-up decisions are made in the team.",
            "system_gap": "Signs were recorded, and nothing said what they lead to or by when.",
            "no_family_questions_because": "The person asked us not to contact the family.",
        },
        by=by,
    )
    for lens in Lens:
        operations.look_through(review, lens, f"What {lens.label} showed.", by=by)
    operations.add_factor(review, "tasks", "No threshold for stepping up is written.", by=by)
    finding = operations.add_finding(review, "Staff each used their own threshold.", by=by)
    operations.add_learning_point(review, "A written threshold helps.", finding=finding, by=by)
    return review
