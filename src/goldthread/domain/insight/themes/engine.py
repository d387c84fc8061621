"""Found themes as the engine knows them. What stands in the database is the truth: names, pins,
merges and members are read from there, and the stored model gives only places and middles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

import numpy as np

from goldthread.analytics.texts.themes import Theme, ThemeModel
from goldthread.domain.insight.themes import fitted
from goldthread.domain.insight.themes.models import FoundTheme
from goldthread.domain.insight.themes.terms import ModelKind

PREFIX = "theme-"


def stored(organisation_id: int) -> ThemeModel | None:
    """The model of the last fit, without members."""
    return fitted.read(organisation_id, ModelKind.THEMES, ThemeModel.read)


def as_engine(row: FoundTheme) -> Theme:
    """A row as the engine's theme."""
    return Theme(
        id=row.machine_id,
        name=row.name,
        terms=tuple(row.terms),
        size=row.size,
        exemplars=tuple(map(str, row.exemplars)),
        named=row.named_by_id is not None,
        pinned=row.pinned,
        shaped=row.shaped,
    )


def last_fit(rows: Iterable[FoundTheme], members: Mapping[str, str | None]) -> ThemeModel | None:
    """What a new fit goes on from: the themes and who is in them; it needs no places of the old."""
    themes = tuple(as_engine(row) for row in rows)
    if not themes:
        return None
    nowhere = np.zeros((len(themes), 0), dtype=np.float32)
    return ThemeModel(cast("Any", None), themes, nowhere, dict(members))


def with_ids(model: ThemeModel, ids: Mapping[str, str]) -> ThemeModel:
    """The model with themes named by `ids`, and without members, which the database keeps."""
    themes = tuple(replace(theme, id=ids.get(theme.id, theme.id)) for theme in model.themes)
    return replace(model, themes=themes, members={})


def free_ids(organisation_id: int, number: int) -> list[str]:
    """Machine ids that no theme of the organisation has or had."""
    had = FoundTheme.objects.filter(organisation_id=organisation_id)
    used = [int(one.removeprefix(PREFIX)) for one in had.values_list("machine_id", flat=True)]
    first = max(used, default=0) + 1
    return [f"{PREFIX}{at}" for at in range(first, first + number)]
