"""What was learnt, kept in the database in the engine's own format, so that every node has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from goldthread.domain.insight.themes.models import FittedModel

Made = TypeVar("Made")
NAME = "model.npz"


def keep(
    organisation_id: int,
    kind: str,
    write: Callable[[Path], None],
    *,
    learnt_from: int,
    figures: dict[str, Any] | None = None,
    at: dt.datetime,
) -> FittedModel:
    """Keep what `write` writes in place of what was learnt before."""
    with TemporaryDirectory() as folder:
        write(Path(folder) / NAME)
        held = (Path(folder) / NAME).read_bytes()
    row, _ = FittedModel.objects.update_or_create(
        organisation_id=organisation_id,
        kind=kind,
        defaults={
            "held": held,
            "learnt_from": learnt_from,
            "figures": figures or {},
            "fitted_at": at,
            "shaped_since": False,
        },
    )
    return row


def about(organisation_id: int, kind: str) -> FittedModel | None:
    """When and from how much it was learnt; without the model itself."""
    rows = FittedModel.objects.filter(organisation_id=organisation_id, kind=kind)
    return rows.defer("held").first()


def read(organisation_id: int, kind: str, restore: Callable[[Path], Made]) -> Made | None:
    """What was learnt, or None where nothing was, or where another version wrote it."""
    from goldthread.analytics.texts.stored import ModelRefused

    rows = FittedModel.objects.filter(organisation_id=organisation_id, kind=kind)
    held = rows.values_list("held", flat=True).first()
    if held is None:
        return None
    with TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(bytes(held))
        try:
            return restore(path)
        except ModelRefused:  # learnt again the next night
            return None
