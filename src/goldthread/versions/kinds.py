"""What the engine of versions has to know of a kind of definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from django.db import models

from goldthread.versions.models import V

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Kind(Generic[V]):
    """One kind of definition.

    `owner` is the name of the column that leads from a version to its tool or instrument. `check`
    gives back the data as it is kept, or raises `FaultyError`. `titles` are the owner's columns
    that follow the definition. `unknown`, `faulty` and `published` are codes of refusals.
    """

    noun: str
    label: str
    menu: str
    model: type[V]
    owner_model: type[models.Model]
    owner: str
    check: Callable[[Data], dict[str, Any]]
    titles: Callable[[Data], dict[str, Any]]
    shipped: Callable[[], list[dict[str, Any]]]
    unknown: str
    faulty: str
    published: str
