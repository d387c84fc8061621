"""How an action reaches daily work, in words: four channels with what proves each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.domain.actions.queries import channels_of
from goldthread.domain.actions.terms import Route
from goldthread.domain.learning.supervision import queries as supervision


@dataclass(frozen=True)
class ChannelShown:
    """One channel: what carries it, the lines that prove it, and prompts with their reach."""

    label: str
    carried_by: str
    proved_by: tuple[str, ...]
    prompts: tuple[tuple[str, str, str], ...]

    @property
    def used(self) -> bool:
        return bool(self.carried_by or self.proved_by or self.prompts)


def channels_shown(action: Any, user: User, routes: Any, evidence: list[Any]) -> list[ChannelShown]:
    """The four channels of an action as this reader may know them."""
    return [
        ChannelShown(
            label=one.label,
            carried_by=one.artefact or ("Chosen when it was agreed" if one.chosen else ""),
            proved_by=tuple(item.summary for item in one.proofs),
            prompts=_prompts(action, user) if one.code == Route.SUPERVISION else (),
        )
        for one in channels_of(routes, evidence)
    ]


def _prompts(action: Any, user: User) -> tuple[tuple[str, str, str], ...]:
    """(address, question, reach) of each prompt that carries the action into supervision."""
    found = []
    for prompt in supervision.prompts_of_action(action, user)[:5]:
        reach = supervision.reach_of(prompt)
        words = f"discussed with {reach.reached} of {reach.of}"
        found.append((reverse("supervision:prompt", args=[prompt.pk]), prompt.question, words))
    return tuple(found)


def may_push(user: User, unit_id: int) -> bool:
    """Whether the reader may bring a prompt to supervision where the action is."""
    return scope_of(user).holds(supervision.PUSHING, unit_id)
