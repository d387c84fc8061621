"""The ways into a report: signed in, anonymous, and as a person using the service or family."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from goldthread.domain.incidents.terms import DraftFor, EventType, Route


@dataclass(frozen=True)
class Channel:
    """One way in. `prefix` begins the names of its addresses; `routes` are those it may take."""

    code: str
    prefix: str
    routes: tuple[str, ...]
    kinds: dict[str, tuple[str, str]]

    @property
    def signed_in(self) -> bool:
        return self.code == DraftFor.OWN

    @property
    def for_family(self) -> bool:
        return self.code == DraftFor.FAMILY

    def url(self, name: str, *args: object) -> str:
        """The address of one of the pages of this way in."""
        return reverse(f"report:{self.prefix}{name}", args=args)


STAFF_KINDS = {
    EventType.INCIDENT.value: ("Incident", "Someone was harmed, or could have been."),
    EventType.NEAR_MISS.value: ("Near miss", "It was stopped before it reached anyone."),
    EventType.RISK.value: ("Risk or concern", "Something that could go wrong."),
    EventType.OUTCOME.value: (
        "Poor outcome",
        "It went badly for someone, and it is not clear whether care played a part.",
    ),
    EventType.GOOD_CARE.value: (
        "Good care",
        "Something went well, and others could learn from it.",
    ),
}
FAMILY_KINDS = {
    EventType.INCIDENT.value: (
        "Something went wrong",
        "You or someone else was hurt, upset or let down, or could have been.",
    ),
    EventType.NEAR_MISS.value: ("Something nearly went wrong", "It was stopped in time."),
    EventType.RISK.value: ("A worry", "Something that could go wrong if nothing changes."),
    EventType.GOOD_CARE.value: ("Something that went well", "So that others can do the same."),
}

OWN = Channel(DraftFor.OWN, "", (Route.SIGNED_IN, Route.CONFIDENTIAL), STAFF_KINDS)
ANONYMOUS = Channel(DraftFor.ANONYMOUS, "anonymous_", (Route.ANONYMOUS,), STAFF_KINDS)
FAMILY = Channel(DraftFor.FAMILY, "family_", (Route.PERSON_OR_FAMILY,), FAMILY_KINDS)
CHANNELS = {channel.code: channel for channel in (OWN, ANONYMOUS, FAMILY)}
