"""One incident, from the report to what was shown to work."""

from __future__ import annotations

from django.utils import timezone

from goldthread.analytics.counts import plural
from goldthread.analytics.months import in_words
from goldthread.analytics.personal_data import replace
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.terms import Status as ActionStatus
from goldthread.domain.candour.models import Candour, EngagementEntry
from goldthread.domain.governance.forums.models import Meeting
from goldthread.domain.governance.packs.claims import Asked, Claim, Row, Section, Table, too_little
from goldthread.domain.governance.packs.registry import section
from goldthread.domain.governance.packs.terms import Strength
from goldthread.domain.incidents.models import Incident
from goldthread.domain.reviews.models import LearningPoint, Review
from goldthread.domain.reviews.terms import Status as ReviewStatus
from goldthread.domain.verification.models import Plan
from goldthread.domain.verification.queries import latest_conclusion, result_now
from goldthread.domain.verification.terms import Outcome

LONGEST = 1_500


def _incident(asked: Asked) -> Incident:
    if asked.incident is None:
        raise ValueError("A pack of one incident needs the incident.")
    return asked.incident


def _claim(
    incident: Incident, sentence: str, strength: str, page: str = "", where: str = ""
) -> Claim:
    href = page or f"/incidents/{incident.reference}/"
    return Claim(sentence, strength, where or incident.reference, href, incident=incident.pk)


def _lacking(incident: Incident, sentence: str) -> Claim:
    return too_little(
        sentence, incident.reference, f"/incidents/{incident.reference}/", incident=incident.pk
    )


@section("incident_story")
def story(asked: Asked, _: Meeting | None) -> Section:
    """What was reported, when, and what it was found to be."""
    incident = _incident(asked)
    reported = in_words(timezone.localdate(incident.reported_at))
    claims = [
        _claim(
            incident,
            f"{incident.get_event_type_display()} reported on {reported} at {incident.unit.name}.",
            Strength.COUNTED,
        ),
        _claim(incident, _account(incident), Strength.SAID),
        _triage(incident),
    ]
    return Section(
        "incident_story",
        "What happened",
        "Names and contacts in the account are replaced; the account itself is on the incident.",
        tuple(claims),
    )


def _account(incident: Incident) -> str:
    text = " ".join(replace(incident.narrative).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"


def _triage(incident: Incident) -> Claim:
    if incident.category is None:
        return _lacking(
            incident, "It has not been triaged, so its category and tier are not known."
        )
    themes = ", ".join(theme.name for theme in incident.themes.order_by("name"))
    harm = incident.get_physical_harm_display() or "not recorded"
    words = [
        f"Category: {incident.category.name}",
        f"tier: {incident.get_tier_display() or 'none'}",
        f"physical harm: {harm}",
        f"themes: {themes or 'none given'}",
    ]
    return _claim(incident, f"{'; '.join(words)}.", Strength.COUNTED)


@section("incident_openness")
def openness(asked: Asked, _: Meeting | None) -> Section:
    """Duty of candour and the conversations that were had."""
    incident = _incident(asked)
    candour = Candour.objects.filter(incident=incident).first()
    entries = EngagementEntry.objects.filter(incident=incident, engaged_at__isnull=False)
    page = f"/incidents/{incident.reference}/"
    claims = [
        _claim(
            incident,
            f"Duty of candour: {candour.get_status_display().lower()}.",
            Strength.COUNTED,
            page,
            "Duty of candour",
        )
        if candour
        else _lacking(incident, "Nobody has decided yet whether the duty of candour applies.")
    ]
    told = entries.count()
    claims.append(
        _claim(incident, f"{plural(told, 'conversation')} with the person, the family, staff or "
               "partners stand in the engagement log.", Strength.COUNTED, page, "Engagement log")
        if told
        else _lacking(incident, "No conversation is recorded in the engagement log.")
    )  # fmt: skip
    return Section("incident_openness", "Openness", "", tuple(claims))


@section("incident_learning")
def learning(asked: Asked, _: Meeting | None) -> Section:
    """Reviews and what was learnt."""
    incident = _incident(asked)
    reviews = list(Review.objects.filter(incident=incident).order_by("planned_at", "pk"))
    signed = [one for one in reviews if one.status == ReviewStatus.SIGNED_OFF]
    claims = [
        _claim(
            incident,
            f"{one.get_tier_display()}: signed off on "
            f"{in_words(timezone.localdate(one.signed_off_at))}.",
            Strength.SAID,
            f"/reviews/{one.pk}/",
            "Review",
        )
        for one in signed
    ]
    if not signed:
        claims.append(_lacking(incident, "No review of it has been signed off."))
    points = list(LearningPoint.objects.filter(review__in=signed).order_by("pk"))
    claims += [_claim(incident, point.text, Strength.SAID, f"/reviews/{point.review_id}/",
                      "Learning point") for point in points]  # fmt: skip
    if signed and not points:
        claims.append(_lacking(incident, "The review gave no learning point."))
    return Section("incident_learning", "What was learnt", "", tuple(claims))


def _actions(incident: Incident) -> list[Action]:
    rows = Action.objects.filter(incident=incident).exclude(status=ActionStatus.WITHDRAWN)
    return list(rows.select_related("owner").order_by("proposed_at", "pk"))


@section("incident_changes")
def changes(asked: Asked, _: Meeting | None) -> Section:
    """Every action with its owner, its day and where it stands."""
    incident = _incident(asked)
    rows = _actions(incident)
    if not rows:
        claim = _lacking(incident, "No action has come of it.")
    else:
        done = sum(one.completed_at is not None for one in rows)
        claim = _claim(
            incident,
            f"{plural(len(rows), 'action')} came of it, {done:,} of them implemented and "
            "communicated.",
            Strength.COUNTED,
            f"/incidents/{incident.reference}/actions/",
            "Actions",
        )
    table = Table(
        "Actions",
        ("Action", "Owner", "Due", "Strength", "Stands"),
        tuple(
            Row(
                (
                    one.title,
                    one.owner.name if one.owner else "",
                    in_words(one.due_on) if one.due_on else "",
                    one.get_strength_display(),
                    one.get_status_display(),
                ),
                f"/actions/{one.pk}/",
                incident.pk,
            )
            for one in rows
        ),
    )
    return Section("incident_changes", "What changes", "", (claim,), (table,) if rows else ())


@section("incident_proof")
def proof(asked: Asked, _: Meeting | None) -> Section:
    """What was checked, by whom, and what the sample shows."""
    incident = _incident(asked)
    plans = Plan.objects.filter(incident=incident).select_related("action").order_by("pk")
    claims = [_proof(incident, plan) for plan in plans]
    if not claims:
        claims = [_lacking(incident, "Nothing has been verified: no check is planned.")]
    return Section(
        "incident_proof",
        "What was shown to work",
        "Verified means that someone who did not own the change found it effective.",
        tuple(claims),
    )


def _proof(incident: Incident, plan: Plan) -> Claim:
    result = result_now(plan)
    found = latest_conclusion(plan)
    title = f"“{plan.action.title}”"
    page, where = f"/verification/{plan.pk}/", "Verification"
    if found is None:
        if not result.checked:
            return _lacking(incident, f"{title}: nothing has been checked yet.")
        return _claim(incident, f"{title}: {result.sentence}. Not concluded.", Strength.SAMPLED,
                      page, where)  # fmt: skip
    sample = f" {result.sentence}." if result.checked else ""
    words = f"{title}: {found.get_outcome_display().lower()}.{sample}"
    if found.outcome == Outcome.CANNOT_TELL:
        return _lacking(incident, words)
    strength = Strength.VERIFIED if found.outcome == Outcome.EFFECTIVE else Strength.SAMPLED
    return _claim(incident, words, strength, page, where)
