"""What a writer says of a learning item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from goldthread.access.models import Unit
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.models import Tag, Theme
from goldthread.domain.learning.library.terms import FAMILY
from goldthread.domain.reviews.models import LearningPoint


@dataclass(frozen=True)
class Draft:
    """A learning item as typed.

    `units`, `services` and `roles` say where it applies; each of them empty means everywhere, for
    every service and everyone. `points` and `actions` are of the incident it came from.
    """

    title: str
    happened: str
    learnt: str
    changed: str = ""
    family: str = ""
    units: tuple[Unit, ...] = ()
    services: tuple[Tag, ...] = ()
    roles: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    points: tuple[LearningPoint, ...] = ()
    actions: tuple[Action, ...] = ()

    def passages(self) -> Iterable[tuple[str, str]]:
        """Every text that readers will see, each with the place it stands at."""
        yield "the title", self.title
        yield "what happened", self.happened
        yield "what we learnt", self.learnt
        yield "what changed", self.changed
        yield FAMILY, self.family
