"""The lists of words an organisation keeps for its incidents, retired ones included."""

from __future__ import annotations

from django.db.models import F, QuerySet

from goldthread.domain.incidents.models import Category, Tag, Theme


def every_category(organisation_id: int) -> QuerySet[Category]:
    """All categories, those in use first."""
    rows = Category.objects.filter(organisation_id=organisation_id)
    return rows.order_by(F("retired_on").asc(nulls_first=True), "name")


def every_theme(organisation_id: int) -> QuerySet[Theme]:
    """All themes: those in use first, and of them the built-in ones."""
    rows = Theme.objects.filter(organisation_id=organisation_id)
    return rows.order_by(F("retired_on").asc(nulls_first=True), "-built_in", "name")


def every_tag(organisation_id: int, kind: str) -> QuerySet[Tag]:
    """All pathways or service models, those in use first."""
    rows = Tag.objects.filter(organisation_id=organisation_id, kind=kind)
    return rows.order_by(F("retired_on").asc(nulls_first=True), "name")
