"""Learning in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.access.terms import ROLES, Permission
from goldthread.domain.learning.library import queries
from goldthread.domain.learning.library.terms import Shown, Status
from goldthread.web.components import Row, Step
from goldthread.web.gauge import Gauge, gauge
from goldthread.web.words import date, plural

TONES = {Shown.VERIFIED: "good", Shown.NOT_YET: "unproven", Shown.RELAPSED: "late"}
STATUS_TONES = {
    Status.DRAFT: "waiting",
    Status.CHECKED: "underway",
    Status.PUBLISHED: "neutral",
    Status.RETIRED: "stopped",
}
LEAD = 260  # characters of what was learnt in the feed


def address(item: Any) -> str:
    return reverse("learning:one", args=[item.reference])


@dataclass(frozen=True)
class Card:
    """One item in the feed."""

    title: str
    href: str
    reference: str
    words: str
    tone: str
    lead: str
    published: str
    themes: str


def cards(items: Iterable[Any]) -> list[Card]:
    """The items of a page of the feed, each with how its changes stand."""
    rows = list(items)
    stand = queries.standings(rows)
    themes = queries.themes_by_item(rows)
    return [_card(one, stand[one.pk], themes.get(one.pk, ())) for one in rows]


def _card(item: Any, standing: Any, themes: Iterable[str]) -> Card:
    text = item.learnt.replace("\r\n", "\n").split("\n\n")[0]
    lead = text if len(text) <= LEAD else f"{text[:LEAD].rsplit(' ', 1)[0]} …"
    return Card(
        item.title,
        address(item),
        item.reference,
        standing_words(standing),
        TONES[standing.code],
        lead,
        date(item.published_at),
        ", ".join(themes),
    )


def standing_words(standing: Any) -> str:
    """The tag of an item: “Shown to work”, or how many of its changes are."""
    if standing.code == Shown.NOT_YET and standing.proven:
        return f"{standing.proven} of {standing.changes} changes shown to work"
    return str(Shown(standing.code).label)


def tone(standing: Any) -> str:
    return TONES[Shown(standing.code)]


@dataclass(frozen=True)
class ChangeShown:
    """One change behind an item, as this reader may know it."""

    title: str
    href: str
    words: str
    tone: str
    note: str
    bar: Gauge | None


def changes(item: Any, user: User) -> list[ChangeShown]:
    """The changes it rests on, each with its verdict and result."""
    found = queries.changes_of(item, user)
    return [_change(one, number) for number, one in enumerate(found, 1)]


def _change(change: Any, number: int) -> ChangeShown:
    action, bar, note = change.action, None, ""
    if change.result is not None and change.result.checked:
        result = change.result
        interval = (result.lower / 100, result.upper / 100)
        bar = gauge(result.passed, result.checked, interval, result.standard / 100)
    if change.shown == Shown.VERIFIED:
        note = f"Verified {date(change.on)} by someone who did not own it."
    elif change.shown == Shown.RELAPSED:
        note = "It worked at first. A later check found that it no longer does."
    else:
        note = "Nobody has shown yet that it works."
    title = action.title if action else f"Change {number}"
    href = reverse("actions:one", args=[action.pk]) if action else ""
    label, colour = str(Shown(change.shown).label), TONES[Shown(change.shown)]
    return ChangeShown(title, href, label, colour, note, bar)


def facts(item: Any) -> list[Row]:
    """Where it applies, and how it came to be published."""
    units = ", ".join(sorted(one.name for one in item.units.all())) or "Every team"
    services = ", ".join(sorted(one.name for one in item.services.all())) or "Every service"
    roles = ", ".join(ROLES[code].label for code in item.roles if code in ROLES) or "Everyone"
    themes = ", ".join(sorted(one.name for one in item.themes.all()))
    rows = [
        Row("Teams", units),
        Row("Services", services),
        Row("Roles", roles),
        Row("Themes", themes),
        Row("Published", date(item.published_at)),
    ]
    return [row for row in rows if row.value]


def steps(item: Any, user: User) -> tuple[Step, ...]:
    """What this reader may do next with the item."""
    works, checks = queries.may_work_on(user, item), queries.may_check(user, item)
    own = user.pk in (item.made_by_id, item.edited_by_id)
    at = {name: reverse(f"learning:{name}", args=[item.reference]) for name in PLACES}
    found = []
    if item.status == Status.DRAFT and works and item.ready_at is None:
        found.append(Step("Ask for it to be checked", at["hand_over"], True))
    if item.status == Status.DRAFT and checks and item.ready_at and not own:
        found.append(Step("Check the words", at["check"], True))
    if item.status == Status.CHECKED and checks:
        found.append(Step("Publish to all staff", at["publish"], True))
    if works:
        found.append(Step("Change the words", at["edit"]))
    if item.status in (Status.DRAFT, Status.CHECKED) and checks and not own:
        found.append(Step("Send it back", at["send_back"]))
    if item.status == Status.PUBLISHED and scope_of(user).holds(Permission.BULLETIN_SEND):
        send = f"{reverse('bulletins:new')}?item={item.reference}"
        found.append(Step("Send it to teams as a bulletin", send))
    if item.status == Status.PUBLISHED and checks:
        found.append(Step("Retire", at["retire"]))
    return tuple(found)


PLACES = ("hand_over", "check", "publish", "edit", "send_back", "retire")


def counted(found: list[Any]) -> str:
    return plural(len(found), "item")
