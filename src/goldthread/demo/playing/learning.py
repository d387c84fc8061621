"""What the provider learnt from its stories, shared with all staff."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from goldthread.access.queries import teams_of
from goldthread.demo.moments import LONDON
from goldthread.demo.playing.world import World
from goldthread.demo.provider import content
from goldthread.domain.incidents.models import Incident
from goldthread.domain.learning.bulletins import operations as bulletins
from goldthread.domain.learning.bulletins.drafts import Draft as BulletinDraft
from goldthread.domain.learning.bulletins.models import Bulletin
from goldthread.domain.learning.bulletins.operations import Here
from goldthread.domain.learning.feedback.operations import tell_what_changed
from goldthread.domain.learning.library import operations as library
from goldthread.domain.learning.library import queries
from goldthread.domain.learning.library.drafts import Draft
from goldthread.domain.learning.library.models import Item
from goldthread.domain.learning.pulse import operations as pulse
from goldthread.domain.learning.pulse.queries import places_of
from goldthread.domain.learning.recall import operations as recall
from goldthread.domain.learning.recall.operations import Wanted
from goldthread.domain.learning.recall.terms import NotAsked

CHECKED_AFTER, PUBLISHED_AFTER = dt.timedelta(days=2), dt.timedelta(days=3)
REMEMBERS = {
    "said": "That a sign needs a threshold, a name and a time to look again.",
    "learning": "yes",
    "change": "yes",
    "practice": "yes",
}
FORGETS = REMEMBERS | {"said": "Something about forms.", "learning": "no", "practice": "no"}
TEXTS = ("title", "happened", "learnt", "changed", "family")


@transaction.atomic
def share_learning(world: World, now: dt.datetime) -> None:
    """Each story's learning published, sent to teams, and asked about some weeks later."""
    said = content("learning.yaml")
    items = {row["story"]: _published(world, row, now) for row in said["items"]}
    sent = {row["story"]: _sent(world, row, items, now) for row in said["bulletins"]}
    for row in said["recall"]:
        _ask(world, row, sent[row["bulletin"]], now)
    for row in said["told"]:
        _tell(world, row, items[row["story"]], now)
    for row in said["pulses"]:
        _take_pulse(world, row, now)


def _published(world: World, row: dict[str, Any], now: dt.datetime) -> Item:
    source = Incident.objects.get(idempotency_key=row["story"], organisation=world.organisation)
    writer, checker = world.staff[row["by"]], world.staff[row["checked_by"]]
    at = moment(row["written_at"], now)
    texts: dict[str, Any] = {name: str(row[name]).strip() for name in TEXTS}
    draft = Draft(
        **texts,
        themes=tuple(world.themes[code] for code in row["themes"]),
        points=tuple(queries.points_of(source)),
        actions=tuple(queries.actions_to_link(source)),
    )
    item = library.write_item(world.organisation, draft, by=writer, source=source, at=at)
    item = library.hand_over(item, by=writer, at=at)
    because = "Days, places and everything said of the person are left out."
    item = library.check_item(
        item, recognised=False, because=because, by=checker, at=at + CHECKED_AFTER
    )
    return library.publish_item(item, by=checker, at=at + PUBLISHED_AFTER)


def _sent(world: World, row: dict[str, Any], items: dict[str, Item], now: dt.datetime) -> Bulletin:
    """A bulletin sent, read by most, and answered by some of its teams."""
    at, by = moment(row["sent_at"], now), world.staff[row["by"]]
    draft = BulletinDraft(
        row["title"],
        row["words"],
        (items[row["story"]],),
        tuple(world.units[code] for code in row["units"]),
        tuple(row["roles"]),
        now.date() + dt.timedelta(days=row["answer_by"]),
    )
    bulletin = bulletins.write_bulletin(world.organisation, draft, by=by, at=at)
    bulletin = bulletins.send_bulletin(bulletin, by=by, at=at)
    late = {world.staff[code].pk for code in row["not_read"]}
    for number, copy in enumerate(bulletin.recipients.select_related("user").order_by("pk")):
        read_at = at + dt.timedelta(hours=5 + 7 * (number % 9))
        if copy.user_id not in late and read_at < now:
            bulletins.acknowledge(bulletin, by=copy.user, at=read_at)
    for number, said in enumerate(row["answers"], 1):
        asked = bulletin.answers.get(unit=world.units[said["team"]])
        here = Here(said["applies"], said["reason"])
        told_at = min(at + dt.timedelta(days=number), now)
        bulletins.answer_here(asked, here, by=world.staff[said["by"]], at=told_at)
    return bulletin


def _ask(world: World, row: dict[str, Any], bulletin: Bulletin, now: dt.datetime) -> None:
    """Staff drawn at random and asked what they remember of the bulletin."""
    at, by = moment(row["drawn_at"], now), world.staff[row["by"]]
    wanted = Wanted(
        world.units[row["unit"]],
        bulletin.items.get(),
        tuple(row["roles"]),
        row["size"],
        at.date() + dt.timedelta(days=14),
        bulletin,
        row["seed"],
    )
    check = recall.draw_check(wanted, by=by, at=at)
    for person in check.people.order_by("number"):
        asked_at = at + dt.timedelta(days=person.number)
        if person.number in row["away"]:
            recall.note_not_asked(person, NotAsked.ABSENT, by=by, at=asked_at)
            continue
        forgot = person.number in row["forgot"]
        recall.record_answer(person, FORGETS if forgot else REMEMBERS, by=by, at=asked_at)
    recall.finish(check, by=by, at=at + dt.timedelta(days=10))


def _tell(world: World, row: dict[str, Any], item: Item, now: dt.datetime) -> None:
    """The reporter of a story hears what changed; at the end with what everyone learnt."""
    assert item.source is not None  # noqa: S101 - the learning of a story has one
    tell_what_changed(
        item.source,
        row["text"],
        final=row["final"],
        item=item if row["final"] else None,
        by=world.staff[row["by"]],
        at=moment(row["at"], now),
    )


def _take_pulse(world: World, row: dict[str, Any], now: dt.datetime) -> None:
    """A pulse opened, answered by most staff, and closed."""
    at, by = moment(row["opened_at"], now), world.staff[row["by"]]
    closes_on = at.date() + dt.timedelta(days=row["days"])
    opened = pulse.open_pulse(world.organisation, closes_on, by=by, at=at)
    codes = [question["code"] for question in opened.definition["questions"]]
    staff = [one for one in world.staff.values() if teams_of(one).exists()]
    for number, person in enumerate(staff, 1):
        if number % row["skips"]:
            scores = row["scores"][number % len(row["scores"])]
            answers = dict(zip(codes, scores, strict=True))
            place = places_of(person)[0]
            pulse.answer_pulse(opened, place, answers, by=person, on=closes_on)
    pulse.close_pulse(opened, by=by, at=at + dt.timedelta(days=row["days"] + 1))


def moment(value: str, now: dt.datetime) -> dt.datetime:
    """`"-120 10:00"`: days from today and the time."""
    days, clock = value.split()
    day = now.date() + dt.timedelta(days=int(days))
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), LONDON)
