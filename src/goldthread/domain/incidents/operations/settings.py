"""Categories, themes, tags and saved views."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from goldthread import defaults
from goldthread.access.models import Unit, User
from goldthread.access.operations import must_manage
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents.models import Category, SavedView, Tag, Theme
from goldthread.domain.incidents.terms import TagKind
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


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


@transaction.atomic
def save_category(
    organisation: Unit,
    code: str,
    name: str,
    *,
    description: str = "",
    retired: bool = False,
    by: Actor = None,
) -> Category:
    """Add or change a category; a retired one stays on the incidents that have it.

    Raises Refused.
    """
    values = {"name": _named(name), "description": description.strip()}
    return _save(Category, organisation, {"code": code}, values, retired, by)


@transaction.atomic
def save_theme(
    organisation: Unit,
    code: str,
    name: str,
    *,
    description: str = "",
    phrases: str | None = None,
    retired: bool = False,
    by: Actor = None,
) -> Theme:
    """Add or change a theme. The four built-in ones can be renamed, not retired (row 2).

    :param phrases: words that suggest it in a narrative, one on each line; None leaves them.
    Raises Refused.
    """
    built_in = Theme.objects.filter(organisation=organisation, code=code, built_in=True)
    if retired and built_in.exists():
        raise refuse("INC-11", "A built-in theme can be renamed, not retired.", "retired")
    values: dict[str, Any] = {"name": _named(name), "description": description.strip()}
    if phrases is not None:
        values["phrases"] = [line.strip() for line in phrases.splitlines() if line.strip()]
    return _save(Theme, organisation, {"code": code}, values, retired, by)


@transaction.atomic
def save_tag(
    organisation: Unit, kind: str, code: str, name: str, *, retired: bool = False, by: Actor = None
) -> Tag:
    """Add or change a pathway or a service model. Raises Refused."""
    key = {"kind": kind, "code": code}
    return _save(Tag, organisation, key, {"name": _named(name)}, retired, by)


def add_category(
    organisation: Unit, name: str, *, description: str = "", by: Actor = None
) -> Category:
    """Add a category under a code made from its name. Raises Refused."""
    code = _free_code(Category.objects.filter(organisation=organisation), name)
    return save_category(organisation, code, name, description=description, by=by)


def add_theme(
    organisation: Unit, name: str, *, description: str = "", phrases: str = "", by: Actor = None
) -> Theme:
    """Add a theme under a code made from its name. Raises Refused."""
    code = _free_code(Theme.objects.filter(organisation=organisation), name)
    return save_theme(organisation, code, name, description=description, phrases=phrases, by=by)


@transaction.atomic
def adopt_theme(
    organisation: Unit, name: str, *, description: str = "", phrases: Iterable[str] = (), by: User
) -> Theme:
    """Make a theme of one that was found in accounts, by a person who may shape those.

    Raises Refused.
    """
    if not scope_of(by).holds(Permission.THEME_SHAPE, organisation.pk):
        raise refuse(NOT_ALLOWED, "Only those who shape found themes can make one of them yours.")
    code = _free_code(Theme.objects.filter(organisation=organisation), name)
    values = {"name": _named(name), "description": description.strip(), "phrases": [*phrases]}
    return _write(Theme, organisation, {"code": code}, values, retired=False, by=by)


def add_tag(organisation: Unit, kind: str, name: str, *, by: Actor = None) -> Tag:
    """Add a pathway or a service model under a code made from its name. Raises Refused."""
    code = _free_code(Tag.objects.filter(organisation=organisation, kind=kind), name)
    return save_tag(organisation, kind, code, name, by=by)


def _free_code(rows: QuerySet[Any], name: str) -> str:
    """A code for a new row, made from its name and not yet in use."""
    if rows.filter(name__iexact=name.strip()).exists():
        sentence = f"There is one called {name.strip()} already. Choose another name."
        raise refuse("INC-14", sentence, "name")
    base = slugify(name).replace("-", "_")[:50] or "other"
    taken = set(rows.values_list("code", flat=True))
    return next(c for c in [base, *(f"{base}_{n}" for n in range(2, 10_000))] if c not in taken)


def _named(name: str) -> str:
    if not name.strip():
        raise refuse("INC-13", "Enter a name.", "name")
    return name.strip()[:120]


def _save(
    model: type[Any],
    organisation: Unit,
    key: dict[str, str],
    values: dict[str, Any],
    retired: bool,
    by: Actor,
) -> Any:
    must_manage(by, organisation)
    return _write(model, organisation, key, values, retired=retired, by=by)


def _write(
    model: type[Any],
    organisation: Unit,
    key: dict[str, str],
    values: dict[str, Any],
    *,
    retired: bool,
    by: Actor,
) -> Any:
    found = model.objects.filter(organisation=organisation, **key).first()
    before = (found.retired_on if found else None) or timezone.localdate()
    after = values | {"retired_on": before if retired else None}
    if found is not None and all(getattr(found, name) == value for name, value in after.items()):
        return found
    row, added = model.objects.update_or_create(organisation=organisation, **key, defaults=after)
    write_trail(
        row,
        f"settings.{model._meta.model_name}",
        by=by,
        facts={"added": added, **key, **after},
        organisation_id=organisation.pk,
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


def note_export(organisation: Unit, filters: dict[str, str], *, by: User) -> None:
    """Write to the organisation's trail that incidents were exported, and with which filters."""
    write_trail(
        organisation,
        "incidents.export",
        by=by,
        facts={"filters": filters},
        organisation_id=organisation.pk,
    )
