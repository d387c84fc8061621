"""Categories, themes, tags and saved views."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goldthread import defaults
from goldthread.access.models import Unit, User
from goldthread.domain.incidents.models import Category, SavedView, Tag, Theme
from goldthread.domain.incidents.terms import TagKind
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.refusals import refuse


@transaction.atomic
def install_defaults(organisation: Unit) -> None:
    """Give an organisation the shipped categories, themes and tags it does not have yet."""
    Category.objects.bulk_create(
        [
            Category(
                organisation=organisation,
                code=row["code"],
                name=row["label"],
                description=row["help"],
            )
            for row in defaults.categories()
        ],
        ignore_conflicts=True,
    )
    Theme.objects.bulk_create(
        [
            Theme(
                organisation=organisation,
                code=row["code"],
                name=row["label"],
                description=row["help"],
                built_in=row["built_in"],
                lens=row["lens"] or "",
                phrases=row["phrases"],
            )
            for row in defaults.themes()
        ],
        ignore_conflicts=True,
    )
    kinds = (
        (TagKind.PATHWAY, defaults.pathways()),
        (TagKind.SERVICE_MODEL, defaults.service_models()),
    )
    Tag.objects.bulk_create(
        [
            Tag(organisation=organisation, kind=kind, code=row["code"], name=row["label"])
            for kind, rows in kinds
            for row in rows
        ],
        ignore_conflicts=True,
    )


def save_category(
    organisation: Unit, code: str, name: str, *, description: str = "", retired: bool = False
) -> Category:
    """Add or change a category; a retired one stays on the incidents that have it."""
    row, _ = Category.objects.update_or_create(
        organisation=organisation,
        code=code,
        defaults={"name": name, "description": description, "retired_on": _today_if(retired)},
    )
    return row


def save_theme(
    organisation: Unit, code: str, name: str, *, description: str = "", retired: bool = False
) -> Theme:
    """Add or change a theme. The four built-in ones can be renamed, not retired (row 2)."""
    if (
        retired
        and Theme.objects.filter(organisation=organisation, code=code, built_in=True).exists()
    ):
        raise refuse("INC-11", "A built-in theme can be renamed, not retired.", "retired")
    row, _ = Theme.objects.update_or_create(
        organisation=organisation,
        code=code,
        defaults={"name": name, "description": description, "retired_on": _today_if(retired)},
    )
    return row


def save_tag(organisation: Unit, kind: str, code: str, name: str, *, retired: bool = False) -> Tag:
    """Add or change a pathway or a service model."""
    row, _ = Tag.objects.update_or_create(
        organisation=organisation,
        kind=kind,
        code=code,
        defaults={"name": name, "retired_on": _today_if(retired)},
    )
    return row


def save_view(user: User, page: str, name: str, query: str) -> SavedView:
    """Keep a set of filters under a name; the same name replaces it."""
    if not name.strip():
        raise refuse("INC-12", "Give the view a name.", "name")
    row, _ = SavedView.objects.update_or_create(
        user=user, page=page, name=name.strip()[:80], defaults={"query": query}
    )
    return row


def delete_view(user: User, pk: int) -> None:
    """Forget a saved view of the person's own."""
    SavedView.objects.filter(user=user, pk=pk).delete()


def _today_if(retired: bool) -> object:
    return timezone.localdate() if retired else None


def note_export(organisation: Unit, filters: dict[str, str], *, by: User) -> None:
    """Write to the organisation's trail that incidents were exported, and with which filters."""
    write_trail(
        organisation,
        "incidents.export",
        by=by,
        facts={"filters": filters},
        organisation_id=organisation.pk,
    )
