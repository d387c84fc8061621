"""Reviews in scope, what their wording shows, and which factors are answered by actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from goldthread.access.models import User
from goldthread.access.queries import holders
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.analytics.wording import find_wording
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import may, within
from goldthread.domain.reviews.models import (
    Factor,
    LearningPoint,
    LinkedIncident,
    Pattern,
    Review,
)
from goldthread.domain.reviews.terms import DONE_STATUSES, Status
from goldthread.workflow.refusals import Refusal

Source = Factor | LearningPoint | Pattern | Review
CountsActions = Callable[[Iterable[Source]], dict[tuple[str, int], int]]
_counts_actions: list[CountsActions] = []


def counts_actions_with(count: CountsActions) -> None:
    """Let the later app that keeps actions say how many answer each factor, pattern or point.

    Called once, in its `apps.ready`. Reviews never import actions.
    """
    _counts_actions[:] = [count]


def actions_for(sources: Iterable[Source]) -> dict[tuple[str, int], int]:
    """How many actions answer each source, keyed by (record type, number)."""
    return _counts_actions[0](sources) if _counts_actions else {}


def visible_to(user: User) -> QuerySet[Review]:
    """Reviews of incidents the person may open."""
    return Review.objects.filter(within(Permission.INCIDENT_VIEW, "incident__")(scope_of(user)))


def with_page(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Everything the page of a review shows, in few queries."""
    return reviews.select_related(
        "incident", "lead", "week_owner", "submitted_by", "signed_off_by", "unit"
    ).prefetch_related(
        "answers",
        "lenses",
        "factors",
        "family_questions",
        "chronology",
        "sessions",
        "findings",
        "learning_points",
        "patterns__incidents",
        "links__incident",
    )


def may_plan(user: User, incident: Incident) -> bool:
    """Whether the person may plan a review of the incident."""
    return may(user, Permission.REVIEW_CONDUCT, incident)


def possible_leads(review: Review) -> QuerySet[User]:
    """People who conduct reviews where the incident is."""
    return holders(Permission.REVIEW_CONDUCT, review.unit)


def possible_owners(review: Review) -> QuerySet[User]:
    """People of the organisation who may do what is implemented this week."""
    return User.objects.filter(
        organisation_id=review.organisation_id, is_active=True, left_on__isnull=True
    ).order_by("name")


def sources_in(review: Review) -> list[Source]:
    """Every part of the review that an action may answer, the review itself included."""
    return [
        review,
        *review.factors.all(),
        *review.learning_points.all(),
        *review.patterns.all(),
    ]


def of_incident(incident: Incident) -> QuerySet[Review]:
    """Reviews the incident asked for or is part of, newest first."""
    linked = LinkedIncident.objects.filter(incident=incident).values("review")
    found = Review.objects.filter(Q(incident=incident) | Q(pk__in=linked))
    return found.select_related("lead").order_by("-planned_at", "-pk")


def signed_off(incident: Incident) -> bool:
    """Whether a review of the incident is signed off and none is still open."""
    states = set(of_incident(incident).order_by().values_list("status", flat=True))
    return Status.SIGNED_OFF in states and states <= set(DONE_STATUSES)


def unanswered_sources(review: Review) -> list[Factor | Pattern]:
    """Factors and weaknesses that have neither an action nor a reason for none."""
    sources: list[Factor | Pattern] = [*review.factors.all(), *review.patterns.all()]
    counts = actions_for(sources)
    return [
        source
        for source in sources
        if not source.no_action_because.strip()
        and not counts.get((source._meta.label_lower, source.pk))
    ]


def action_count(review: Review) -> int:
    """How many actions came of the review, whatever part of it they answer."""
    return sum(actions_for(sources_in(review)).values())


@dataclass(frozen=True)
class WordingNote:
    """A sentence to look at: where it stands, the words, why, and a better question to ask."""

    place: str
    words: str
    why: str
    better: str


def wording_notes(review: Review) -> list[WordingNote]:
    """Every blaming phrase in the review, place by place."""
    return [
        WordingNote(place, finding.text, finding.why, finding.ask)
        for place, text in _texts(review)
        for finding in find_wording(text, kinds=("blame",))
    ]


def _texts(review: Review) -> Iterator[tuple[str, str]]:
    yield "What happened", review.what_happened
    yield "What should change next time", review.what_should_change
    yield "The gap in the system", review.system_gap
    yield "Rights", review.rights
    for answer in review.answers.all():
        yield "Answers", answer.text
    for note in review.lenses.all():
        yield note.get_lens_display(), note.text
    for factor in review.factors.all():
        yield "Contributory factors", factor.text
    for finding in review.findings.all():
        yield "Findings", finding.text
    for point in review.learning_points.all():
        yield "Learning points", point.text
    for entry in review.chronology.all():
        yield "Chronology", entry.what
    for session in review.sessions.all():
        yield "Sessions", f"{session.reflections}\n{session.outputs}"


MISSING = {
    Status.PLANNED: Refusal("REV-12", "The review has not begun. Its lead begins it."),
    Status.UNDER_WAY: Refusal("INC-05", "The review is under way and not submitted yet."),
    Status.SUBMITTED: Refusal(
        "REV-08", "Someone other than the lead has to read the review and sign it off."
    ),
}
NO_REVIEW = Refusal("INC-05", "No review is planned. Plan one at the tier that triage chose.")


@dataclass(frozen=True)
class Stage:
    """The reviews of an incident in one line of its thread.

    `standing` is none, open or done; `owner` leads the newest review that is still open, or the
    newest one; `missing` says what keeps the incident from acting.
    """

    standing: str
    state: str
    owner: str
    missing: tuple[Refusal, ...]
    link: str


def stage_facts(incident: Incident) -> Stage:
    """The stage's facts, in one query."""
    link = f"/incidents/{incident.reference}/reviews/"
    rows = list(of_incident(incident))
    if not rows:
        return Stage("none", "No review yet", "", (NO_REVIEW,), link)
    undone = [row for row in rows if row.status not in DONE_STATUSES]
    newest = (undone or rows)[0]
    return Stage(
        standing="open" if undone else "done",
        state=f"{newest.get_tier_display()}: {newest.get_status_display().lower()}",
        owner=newest.lead.name if newest.lead else "",
        missing=tuple(MISSING[Status(row.status)] for row in undone),
        link=link,
    )
