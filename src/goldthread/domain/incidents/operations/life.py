"""Moving an incident along its life, and the exceptional moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from goldthread.access import operations as access
from goldthread.access.models import EmergencyOpening, Unit, User
from goldthread.access.queries import holders
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.domain.incidents import transitions as moves
from goldthread.domain.incidents.models import Incident, IncidentTheme, IncidentViewer, Theme
from goldthread.domain.incidents.queries import may, restricted_but_in_scope
from goldthread.domain.incidents.terms import Closure
from goldthread.notices import operations as notices
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.operations import perform
from goldthread.workflow.refusals import NOT_ALLOWED, refuse

PRODUCT = "system"


@transaction.atomic
def make_safe(incident: Incident, how: str, *, by: User, at: dt.datetime | None = None) -> Incident:
    """Record that people are safe, or who holds the risk and how; ends the time-to-safe clock."""
    at = at or timezone.now()
    perform(
        moves.MAKE_SAFE,
        incident,
        by=by,
        at=at,
        facts={"how": how},
        changes={"made_safe_at": at, "made_safe_by": by, "made_safe_how": how.strip()},
    )
    clocks.meet(incident, "time_to_safe", at=at)
    return incident


def begin_review(incident: Incident, *, at: dt.datetime | None = None) -> Incident:
    """A review of this incident has started."""
    return perform(moves.BEGIN_REVIEW, incident, by=PRODUCT, at=at)


def begin_acting(
    incident: Incident,
    *,
    review_signed_off: bool,
    serious: bool,
    actions: int,
    at: dt.datetime | None = None,
) -> Incident:
    """The review is done; a serious incident needs at least one action to get here."""
    facts = {"review_signed_off": review_signed_off, "serious": serious, "actions": actions}
    return perform(moves.BEGIN_ACTING, incident, by=PRODUCT, at=at, facts=facts)


def begin_verifying(
    incident: Incident, *, actions_complete: bool, at: dt.datetime | None = None
) -> Incident:
    """Every action is implemented and communicated."""
    facts = {"actions_complete": actions_complete}
    return perform(moves.BEGIN_VERIFYING, incident, by=PRODUCT, at=at, facts=facts)


def return_to_acting(incident: Incident, *, at: dt.datetime | None = None) -> Incident:
    """Verification reopened an action or asked for another."""
    return perform(moves.RETURN_TO_ACTING, incident, by=PRODUCT, at=at)


@transaction.atomic
def close_verified(
    incident: Incident,
    *,
    missing: Iterable[str],
    by: User,
    at: dt.datetime | None = None,
) -> Incident:
    """Close because the learning is verified. `missing` is worked out by the caller's rules."""
    at = at or timezone.now()
    perform(
        moves.CLOSE_VERIFIED,
        incident,
        by=by,
        at=at,
        facts={"missing": tuple(missing)},
        changes={"closure": Closure.VERIFIED, "closed_at": at, "closed_by": by},
    )
    clocks.stop_all(incident.pk, "The incident was closed as verified", at=at)
    return incident


@transaction.atomic
def close_with_reason(
    incident: Incident, reason: str, *, by: User, at: dt.datetime | None = None
) -> Incident:
    """Close without verification, on the record and never counted as verified."""
    at = at or timezone.now()
    perform(
        moves.CLOSE_WITH_REASON,
        incident,
        by=by,
        at=at,
        facts={"reason": reason},
        changes={
            "closure": Closure.WITH_REASON,
            "closed_at": at,
            "closed_by": by,
            "closed_because": reason.strip(),
        },
    )
    clocks.stop_all(incident.pk, "The incident was closed with a reason", at=at)
    return incident


def reopen(
    incident: Incident, reason: str, *, by: Actor, at: dt.datetime | None = None
) -> Incident:
    """Open a closed incident again; what closed it stays in the trail."""
    changes = {"closure": "", "closed_at": None, "closed_by": None, "closed_because": ""}
    return perform(moves.REOPEN, incident, by=by, at=at, facts={"reason": reason}, changes=changes)


@transaction.atomic
def withdraw(
    incident: Incident, duplicate_of: Incident | None, *, by: User, at: dt.datetime | None = None
) -> Incident:
    """Withdraw as a duplicate of another incident; the link is kept and its clocks end."""
    perform(
        moves.WITHDRAW,
        incident,
        by=by,
        at=at,
        facts={"duplicate_of": duplicate_of},
        changes={"duplicate_of": duplicate_of},
    )
    clocks.stop_all(incident.pk, "Withdrawn as a duplicate", at=at)
    return incident


@transaction.atomic
def restrict(
    incident: Incident,
    reason: str,
    viewers: Iterable[User],
    *,
    by: User,
    at: dt.datetime | None = None,
) -> Incident:
    """Let only the people named, and whoever restricts it, see the incident."""
    at = at or timezone.now()
    named = {user.pk: user for user in [*viewers, by]}
    perform(
        moves.RESTRICT,
        incident,
        by=by,
        at=at,
        facts={"reason": reason},
        told={"reason": reason, "named": sorted(named)},
        changes={"restricted": True, "restricted_reason": reason.strip()},
    )
    IncidentViewer.objects.bulk_create(
        [
            IncidentViewer(incident=incident, user=user, named_at=at, named_by=by)
            for user in named.values()
        ],
        ignore_conflicts=True,
    )
    return incident


def name_viewer(incident: Incident, user: User, *, by: User, at: dt.datetime | None = None) -> None:
    """Name one more person who may see a restricted incident."""
    restrict(incident, incident.restricted_reason, [user], by=by, at=at)


def lift_restriction(
    incident: Incident, reason: str, *, by: User, at: dt.datetime | None = None
) -> Incident:
    """Let everyone with a role here see the incident again."""
    return perform(
        moves.LIFT_RESTRICTION,
        incident,
        by=by,
        at=at,
        facts={"reason": reason},
        changes={"restricted": False},
    )


@transaction.atomic
def open_in_emergency(
    incident: Incident, reason: str, *, by: User, at: dt.datetime | None = None
) -> EmergencyOpening:
    """Open a restricted incident in an emergency; tells those who keep it, and the trail."""
    at = at or timezone.now()
    if not restricted_but_in_scope(by).filter(pk=incident.pk).exists():
        raise refuse(NOT_ALLOWED, "You cannot open this incident.")
    if not reason.strip():
        raise refuse("INC-04", "Give the reason. It is kept and its owner is told.", "reason")
    opening = access.open_in_emergency(by, incident._meta.label_lower, incident.pk, reason, at=at)
    _write(incident, "incident.opened_in_emergency", by, at, {"reason": reason})
    keepers = [row.user for row in incident.viewers.select_related("user")]
    notices.send(
        keepers or list(holders(Permission.INCIDENT_RESTRICT, incident.unit)),
        kind="opened_in_emergency",
        subject=f"{incident.reference} was opened in an emergency",
        body="Someone opened a restricted incident in an emergency. The trail says who and why.",
        link=f"/incidents/{incident.reference}/",
        thread=incident.pk,
        urgent=True,
        at=at,
    )
    return opening


def opened_restricted(incident: Incident, *, by: User, at: dt.datetime | None = None) -> None:
    """Write to the trail that a restricted incident was opened."""
    _write(incident, "incident.opened", by, at or timezone.now(), {})


@transaction.atomic
def place(incident: Incident, unit: Unit, *, by: User, at: dt.datetime | None = None) -> Incident:
    """Place an incident with a team; its clocks move with it."""
    if unit.organisation_id != incident.organisation_id:
        raise refuse("INC-09", "Choose a team of the same organisation.", "unit")
    perform(
        moves.PLACE,
        incident,
        by=by,
        at=at,
        facts={"unit": unit.pk},
        changes={"unit": unit, "placed": True},
    )
    clocks.move_unit(incident.pk, unit)
    return incident


@transaction.atomic
def set_themes(
    incident: Incident, themes: Iterable[Theme], *, by: User, at: dt.datetime | None = None
) -> None:
    """Say why this kind of thing happens; replaces the themes given before."""
    at = at or timezone.now()
    if not may(by, Permission.INCIDENT_ADD, incident):
        raise refuse(NOT_ALLOWED, "You cannot change the themes of this incident.")
    wanted = {theme.pk: theme for theme in themes}
    incident.theme_links.exclude(theme__in=wanted).delete()
    IncidentTheme.objects.bulk_create(
        [
            IncidentTheme(incident=incident, theme=theme, added_at=at, added_by=by)
            for theme in wanted.values()
        ],
        ignore_conflicts=True,
    )
    _write(incident, "incident.themes", by, at, {"themes": sorted(wanted)})


def _write(
    incident: Incident, kind: str, by: User, at: dt.datetime, facts: dict[str, object]
) -> None:
    write_trail(
        incident,
        kind,
        by=by,
        at=at,
        facts=facts,
        thread=incident.pk,
        organisation_id=incident.organisation_id,
    )
