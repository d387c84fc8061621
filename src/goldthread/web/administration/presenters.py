"""Settings as tables and summaries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from goldthread.access.models import User
from goldthread.access.terms import ROLES
from goldthread.clocks.terms import TimeUnit
from goldthread.web.components import Row, link
from goldthread.web.words import date, plural, when

PEOPLE = ["Name", "Email address", "Roles", "Standing"]
LIMITS = ["Limit", "Due within", "Breached after", "Kind", "Checked"]


def depth(path: str) -> int:
    """How far below the organisation a unit lies."""
    return path.count("/") - 2


def choices_of(units: Iterable[Any]) -> list[tuple[Any, str]]:
    """Units as choices, indented as in the tree."""
    return [(unit.pk, "\u2003" * depth(unit.path) + unit.name) for unit in units]


def unit_rows(units: Sequence[Any], models: dict[str, str]) -> list[list[Any]]:
    """The tree as a table: the names of those above stand before each name."""
    names = {str(unit.pk): unit.name for unit in units}
    rows = []
    for unit in units:
        above = [names[pk] for pk in unit.path.strip("/").split("/")[1:-1] if pk in names]
        name = link(reverse("administration:unit", args=[unit.pk]), unit.name)
        under = format_html('<br><span class="gt-quiet">{}</span>', ", ".join(above))
        rows.append(
            [
                name + under if above else name,
                unit.get_kind_display(),
                models.get(unit.service_model, unit.service_model) or "Not given",
                f"{unit.caseload:,}" if unit.caseload is not None else "Not given",
                f"Closed from {date(unit.closed_on)}" if unit.closed_on else "Open",
            ]
        )
    return rows


def people_rows(people: Iterable[User]) -> list[list[Any]]:
    """People with their roles and how they stand."""
    return [
        [
            link(reverse("administration:person", args=[one.pk]), one.name),
            one.email,
            "; ".join(f"{g.get_role_display()}, {g.unit}" for g in one.grants.all()) or "No role",
            standing(one),
        ]
        for one in people
    ]


def standing(person: User, today: dt.date | None = None) -> str:
    """Here, away or gone, in words."""
    today = today or timezone.localdate()
    if not person.is_active:
        return f"Left on {date(person.left_on)}" if person.left_on else "Cannot sign in"
    if person.left_on:
        return f"Leaves on {date(person.left_on)}"
    if person.absent_on(today):
        until = f"until {date(person.absent_until)}" if person.absent_until else "for now"
        cover = f", covered by {person.covered_by.name}" if person.covered_by else ", no cover"
        return f"Away {until}{cover}"
    return "Here"


def details(person: User, may_change: bool) -> list[Row]:
    """What is known of a person, with what can be changed."""
    pages = {name: _page(name, person) for name in ("details", "absence")} if may_change else {}
    change = pages.get("details", "")
    away = "None noted"
    if person.absent_from:
        until = date(person.absent_until) if person.absent_until else "further notice"
        cover = person.covered_by.name if person.covered_by else "nobody"
        away = f"From {date(person.absent_from)} until {until}, covered by {cover}"
    return [
        Row("Name", person.name, change, "name"),
        Row("Email address", person.email),
        Row("Job title", person.job_title or "Not given", change, "job title"),
        Row("Telephone", person.phone or "Not given", change, "telephone"),
        Row("Absence", away, pages.get("absence", ""), "absence"),
        Row("Standing", standing(person)),
        Row("Last signed in", when(person.last_login) or "Never"),
    ]


def _page(name: str, person: User) -> str:
    return reverse(f"administration:{name}", args=[person.pk])


@dataclass(frozen=True)
class Held:
    """A role a person holds. The two addresses are empty where the reader may not change it."""

    title: str
    description: str
    dates: str
    change: str
    withdraw: str


def held(person: User, managed: set[int]) -> list[Held]:
    """The roles of a person, each with what it means."""
    return [
        Held(
            f"{grant.get_role_display()}, {grant.unit}",
            ROLES[grant.role].description,
            between(grant.starts_on, grant.ends_on),
            _role("role", grant) if grant.unit_id in managed else "",
            _role("role_withdraw", grant) if grant.unit_id in managed else "",
        )
        for grant in person.grants.all()
    ]


def _role(name: str, grant: Any) -> str:
    return reverse(f"administration:{name}", args=[grant.user_id, grant.pk])


def between(first: dt.date | None, last: dt.date | None) -> str:
    """From and until when, in words."""
    since = f"From {date(first)}" if first else ""
    until = f"until {date(last)}" if last else "until further notice"
    return f"{since} {until}" if since else f"{until[0].upper()}{until[1:]}"


@dataclass(frozen=True)
class OnCallShown:
    """One line of the rota."""

    who: str
    where: str
    times: str
    now: bool
    remove: str


def rota_rows(entries: Iterable[Any], now: dt.datetime) -> list[OnCallShown]:
    """The rota, the earliest first."""
    return [
        OnCallShown(
            entry.user.name,
            entry.unit.name,
            f"{when(entry.starts_at)} to {when(entry.ends_at)}",
            entry.starts_at <= now,
            reverse("administration:rota_remove", args=[entry.pk]),
        )
        for entry in entries
    ]


def list_rows(rows: Iterable[Any], which: str) -> list[list[Any]]:
    """A list of words as a table."""
    return [
        [
            link(reverse(f"administration:{which}_one", args=[row.code]), row.name),
            getattr(row, "description", "") or "",
            _use(row),
        ]
        for row in rows
    ]


def _use(row: Any) -> str:
    if row.retired_on:
        return f"Retired on {date(row.retired_on)}"
    return "In use, comes with the product" if getattr(row, "built_in", False) else "In use"


def amount(number: int | None, unit: str) -> str:
    """`24 hours`, `1 working day`; empty without a figure."""
    if number is None:
        return ""
    label = TimeUnit(unit).label
    return plural(number, label.removesuffix("s"), label)


TO_CHECK = format_html('<strong class="nhsuk-tag nhsuk-tag--yellow">{}</strong>', "Needs checking")


def limit_rows(policies: Iterable[Any]) -> list[list[Any]]:
    """The time limits as a table."""
    return [
        [
            link(reverse("administration:clock", args=[policy.kind]), policy.label),
            amount(policy.due_amount, policy.due_unit) or f"“{policy.words}”",
            amount(policy.breach_amount, policy.breach_unit) or "No figure",
            policy.get_source_display(),
            TO_CHECK if policy.needs_checking else "Checked",
        ]
        for policy in policies
    ]


def ladder(policy: Any) -> list[str]:
    """Who hears when it is late, a sentence a rung."""
    found = []
    for rung in policy.ladder:
        wait, role = rung["after"], ROLES[rung["role"]].label
        size = amount(abs(wait["amount"]), wait["unit"])
        moment = "when it is due" if not wait["amount"] else f"{size} after it is due"
        found.append(f"{role}: {moment if wait['amount'] >= 0 else f'{size} before it is due'}")
    return found
