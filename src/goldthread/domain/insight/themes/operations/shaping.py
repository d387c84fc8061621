"""What people do with found themes; the machine respects each at the next fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.terms import Permission
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Theme
from goldthread.domain.insight.themes import accounts, engine, fitted, rules
from goldthread.domain.insight.themes.models import FittedModel, FoundTheme, ThemeMember
from goldthread.domain.insight.themes.queries.found import may_shape
from goldthread.domain.insight.themes.terms import MOST_FITTED, ModelKind
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.refusals import CHANGED_MEANWHILE, NOT_ALLOWED, Refused, refuse
from goldthread.workflow.rules import Rule, broken


@transaction.atomic
def rename(theme: FoundTheme, name: str, *, by: User, at: dt.datetime | None = None) -> FoundTheme:
    """Give it a name that no fit takes away. Raises Refused (THM-01)."""
    _check(theme, by, (rules.has_name,), {"name": name})
    at, name = at or timezone.now(), name.strip()[:120]
    changes = {"name": name, "named_by": by, "named_at": at}
    return _change(theme, "rename", changes, {"from": theme.name, "to": name}, by, at)


@transaction.atomic
def pin(
    theme: FoundTheme, pinned: bool = True, *, by: User, at: dt.datetime | None = None
) -> FoundTheme:
    """Keep it whatever later fits find, or leave it to them again."""
    _check(theme, by)
    kind = "pin" if pinned else "unpin"
    return _change(theme, kind, {"pinned": pinned}, {}, by, at or timezone.now())


@transaction.atomic
def merge(
    theme: FoundTheme, into: FoundTheme | None, *, by: User, at: dt.datetime | None = None
) -> FoundTheme:
    """Make one theme of two: `into`, which keeps its name. Raises Refused (THM-02)."""
    _check(theme, by, (rules.merges_into_another,), {"into": into})
    assert into is not None  # noqa: S101 - rule THM-02 has held
    at = at or timezone.now()
    gone = {"retired_on": timezone.localdate(at), "merged_into": into, "size": 0, "pinned": False}
    size = theme.size
    _change(theme, "merge", gone, {"into": into.machine_id, "name": into.name}, by, at)
    ThemeMember.objects.filter(theme=theme).update(theme=into)
    grown = {"shaped": True, "size": F("size") + size}
    _change(into, "absorb", grown, {"merged": theme.machine_id, "name": theme.name}, by, at)
    _fit_again(theme.organisation_id)
    return into


@transaction.atomic
def split(
    theme: FoundTheme, *, by: User, at: dt.datetime | None = None
) -> tuple[FoundTheme, FoundTheme]:
    """Make two themes of one by what tells its accounts apart. Raises Refused (THM-03)."""
    inside = accounts.readable(theme.organisation_id).filter(found_member__theme=theme)
    texts = accounts.newest(inside, MOST_FITTED)
    _check(theme, by, (rules.enough_to_split,), {"accounts": texts})
    model = engine.stored(theme.organisation_id)
    if model is None or theme.machine_id not in {one.id for one in model.themes}:
        raise refuse("THM-04", "This theme is gathered again tonight. Split it tomorrow.")
    at, ids = at or timezone.now(), [pk for pk, _ in texts]
    held = replace(model, members={str(pk): theme.machine_id for pk in ids})
    try:
        parts = held.split(theme.machine_id, [text for _, text in texts], ids)
    except ValueError as error:
        raise refuse("THM-05", "The accounts of this theme are too alike to split.") from error
    (free,) = engine.free_ids(theme.organisation_id, 1)
    one = next(part for part in parts.themes if part.id == theme.machine_id)
    other = parts.themes[-1]
    made = FoundTheme.objects.create(
        organisation_id=theme.organisation_id,
        machine_id=free,
        name=other.name[:120],
        terms=list(other.terms),
        size=other.size,
        shaped=True,
        found_at=at,
    )
    moved = [int(pk) for pk, part in parts.members.items() if part == other.id]
    for start in range(0, len(moved), 500):
        some = moved[start : start + 500]
        ThemeMember.objects.filter(incident__in=some, theme=theme).update(theme=made)
    stays = {"shaped": True, "size": one.size, "terms": list(one.terms)}
    stays["exemplars"] = [pk for pk in theme.exemplars if pk not in set(moved)]
    _change(theme, "split", stays, {"off": free, "accounts": len(moved)}, by, at)
    _tell(made, "split_off", {"of": theme.machine_id, "name": made.name}, by, at)
    about = fitted.about(theme.organisation_id, ModelKind.THEMES)
    fitted.keep(
        theme.organisation_id,
        ModelKind.THEMES,
        engine.with_ids(parts, {other.id: free}).write,
        learnt_from=about.learnt_from if about else len(texts),
        at=about.fitted_at if about else at,
    )
    _fit_again(theme.organisation_id)
    return theme, made


@transaction.atomic
def adopt(
    theme: FoundTheme,
    *,
    ours: Theme | None = None,
    name: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> Theme:
    """Make it one of the organisation's own themes: `ours`, or a new one called `name`.

    The words that tell it then suggest that theme at triage. Raises Refused.
    """
    _check(theme, by)
    if ours is not None and ours.organisation_id != theme.organisation_id:
        raise refuse("INC-09", "Choose a theme of the same organisation.", "ours")
    made = ours or incidents.adopt_theme(
        theme.organisation,
        name,
        description="Found in accounts.",
        phrases=theme.terms,
        by=by,
    )
    at = at or timezone.now()
    changes = {
        "theme": made,
        "name": made.name,
        "named_by": by,
        "named_at": at,
        "pinned": True,
    }
    _change(theme, "adopt", changes, {"theme": made.code, "new": ours is None}, by, at)
    return made


def _check(
    theme: FoundTheme,
    by: User,
    asked: tuple[Rule, ...] = (),
    facts: Mapping[str, Any] | None = None,
) -> None:
    if not may_shape(by, theme.organisation_id):
        words = Permission.THEME_SHAPE.label
        raise refuse(NOT_ALLOWED, f"You cannot do this here: {words[0].lower()}{words[1:]}.")
    refusals = broken(asked, theme, facts or {})
    if refusals:
        raise Refused(refusals)


def _change(
    theme: FoundTheme,
    kind: str,
    changes: Mapping[str, Any],
    told: dict[str, Any],
    by: User,
    at: dt.datetime,
) -> FoundTheme:
    """Write the change, unless someone else changed the theme since it was read."""
    same = FoundTheme.objects.filter(pk=theme.pk, version=theme.version, retired_on__isnull=True)
    if not same.update(version=F("version") + 1, **changes):
        raise refuse(
            CHANGED_MEANWHILE,
            "Someone else changed this theme while you were looking at it. Look at it again.",
        )
    theme.refresh_from_db()
    _tell(theme, kind, told, by, at)
    return theme


def _tell(theme: FoundTheme, kind: str, told: dict[str, Any], by: User, at: dt.datetime) -> None:
    write_trail(
        theme,
        f"found_theme.{kind}",
        by=by,
        at=at,
        facts=told,
        organisation_id=theme.organisation_id,
    )


def _fit_again(organisation_id: int) -> None:
    rows = FittedModel.objects.filter(organisation_id=organisation_id, kind=ModelKind.THEMES)
    rows.update(shaped_since=True)
