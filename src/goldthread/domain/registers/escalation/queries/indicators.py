"""The indicators of an organisation in the wording in force."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from goldthread.access.models import Unit
from goldthread.domain.registers.escalation.models import Indicator, IndicatorVersion


def _newest(versions: QuerySet[IndicatorVersion]) -> QuerySet[IndicatorVersion]:
    last = IndicatorVersion.objects.filter(indicator=OuterRef("indicator")).order_by("-number")
    return versions.filter(pk=Subquery(last.values("pk")[:1])).select_related("indicator")


def every_indicator(organisation: Unit) -> QuerySet[IndicatorVersion]:
    """The wording in force of every indicator, those in use first, by name."""
    rows = IndicatorVersion.objects.filter(indicator__organisation=organisation)
    return _newest(rows).order_by("-indicator__retired_on", "name")


def current_versions(organisation_id: int) -> QuerySet[IndicatorVersion]:
    """The wording in force of the indicators in use, in the order in which they were added."""
    rows = IndicatorVersion.objects.filter(
        indicator__organisation_id=organisation_id, indicator__retired_on__isnull=True
    )
    return _newest(rows).order_by("indicator")


def unmapped(organisation_id: int) -> QuerySet[IndicatorVersion]:
    """Indicators in use that lead to no defined step-up (row 58)."""
    return current_versions(organisation_id).filter(step_up="")


def version_of(indicator: Indicator) -> IndicatorVersion:
    """The wording in force of one indicator."""
    return IndicatorVersion.objects.filter(indicator=indicator).order_by("-number")[0]


def indicator_versions(indicator: Indicator) -> QuerySet[IndicatorVersion]:
    """Every wording of one indicator, the newest first."""
    rows = IndicatorVersion.objects.filter(indicator=indicator).select_related("made_by")
    return rows.order_by("-number")
