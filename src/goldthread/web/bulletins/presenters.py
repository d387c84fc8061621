"""Bulletins in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from goldthread.access.models import User
from goldthread.access.terms import ROLES
from goldthread.domain.learning.bulletins import queries
from goldthread.domain.learning.bulletins.queries import Reach
from goldthread.domain.learning.bulletins.terms import Applies, Status
from goldthread.domain.learning.recall.queries import of_bulletin, remembered
from goldthread.domain.learning.recall.queries import visible_to as checks_visible_to
from goldthread.web.components import link
from goldthread.web.words import date, plural

TONES = {Status.DRAFT: "waiting", Status.SENT: "neutral"}
COLUMNS = (("Bulletin"), "Sent", "Teams answer by", "Status")
ANSWER_COLUMNS = ("Team", "Does it apply?", "Action or reason", "Answered")


def rows(bulletins: Iterable[Any]) -> list[tuple[Any, ...]]:
    """One row a bulletin."""
    return [
        (
            link(reverse("bulletins:one", args=[one.pk]), one.title),
            date(one.sent_at),
            date(one.answer_by),
            one.get_status_display(),
        )
        for one in bulletins
    ]


def reach_words(reach: Reach) -> list[str]:
    """How far it reached, in sentences. Of everyone, so nothing is estimated."""
    if not reach.sent_to:
        return ["Nobody was in the audience."]
    share = "" if reach.share is None else f" ({reach.share:.0f}%)"
    said = [
        f"{reach.acknowledged} of {reach.of} acknowledged it{share}; {reach.read} opened it.",
        f"It was sent to {plural(reach.sent_to, 'person', 'people')}, as the teams stood that day.",
    ]
    if reach.left:
        said.append(f"{reach.left} left before they acknowledged it and are not counted.")
    if reach.joined:
        said.append(
            f"{plural(reach.joined, 'person', 'people')} joined since and got it later; "
            f"{reach.joined_acknowledged} acknowledged it. They are counted apart."
        )
    return said


def audience_words(bulletin: Any) -> str:
    """To whom, in one sentence."""
    roles = ", ".join(ROLES[code].label for code in bulletin.roles if code in ROLES)
    units = ", ".join(unit.name for unit in bulletin.units.all())
    return f"{roles or 'No role chosen'}, in {units}"


def answers(bulletin: Any, user: User) -> list[tuple[Any, ...]]:
    """What each team answered; actions by name only for those who may open them."""
    found = list(queries.answers_of(bulletin))
    opened = queries.actions_opened(found, user)
    return [_answer(one, opened) for one in found]


def _answer(one: Any, opened: set[int]) -> tuple[Any, ...]:
    where = link(reverse("bulletins:answer", args=[one.pk]), one.unit.name)
    if not one.applies:
        return (where, "Not answered yet", "", "")
    by = f"{date(one.answered_at)}, {one.answered_by.name}"
    return (where, Applies(one.applies).label, said(one, opened), by)


def said(answer: Any, opened: set[int]) -> Any:
    """The action or the reason of an answer."""
    if answer.action_id is None:
        return answer.reason
    if answer.action_id not in opened:
        return "An action follows."
    return link(reverse("actions:one", args=[answer.action_id]), answer.action.title)


def waiting_rows(recipients: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Who has not acknowledged it, by team."""
    return [
        (one.user.name, one.unit.name, "Opened, not acknowledged" if one.read_at else "Not opened")
        for one in recipients
    ]


def recall(bulletin: Any, user: User) -> list[tuple[str, str, str]]:
    """What staff remember of it, for everyone; a link for those who see the check."""
    checks = of_bulletin(bulletin)
    seen = set(checks_visible_to(user).filter(bulletin=bulletin).values_list("pk", flat=True))
    return [
        (
            remembered(one, one.people.all()).sentence,
            f"{one.unit.name}, {date(one.drawn_at)}",
            reverse("recall:one", args=[one.pk]) if one.pk in seen else "",
        )
        for one in checks
    ]
