"""Small invented accounts of a few kinds, and what is found in them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from goldthread.domain.incidents.models import Category, Incident
from goldthread.domain.insight.themes import operations
from goldthread.domain.insight.themes.models import FoundTheme
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider

MISSED = "missed_contact"
MEDICATION = "medication_administration"

OPENINGS = (
    "On Monday morning",
    "Late on Friday",
    "During the evening shift",
    "At the start of the week",
    "After the bank holiday",
    "Before lunch",
)
ACCOUNTS = {
    MISSED: (
        "the planned home visit did not take place because the rota had changed",
        "nobody went to the home visit as the rota showed a worker who had left",
        "the visit was missed since the rota was printed before the swap",
        "a worker on the rota was off sick and the home visit was not given to anyone",
        "the person waited at home for a visit that was never put on the rota",
    ),
    MEDICATION: (
        "the depot injection was given with the wrong dose from an old chart",
        "a double dose of tablets was given because the chart was not signed",
        "the pharmacy sent tablets in a dose that did not match the chart",
        "the medication chart had no dose written for the injection",
        "tablets were given twice as the chart had been rewritten with another dose",
    ),
}


def account(kind: str, number: int) -> str:
    """An invented account of the kind; another for each number."""
    told = ACCOUNTS[kind]
    return f"{OPENINGS[number % len(OPENINGS)]} {told[number % len(told)]}."


def accounts(
    provider: Provider, each: int, *, decided: bool = False, days_ago: int = 1
) -> list[Incident]:
    """`each` incidents of every kind, one after the other, triaged when `decided`."""
    rows = Category.objects.filter(organisation=provider.organisation)
    codes = {kind: rows.get(code=kind) for kind in ACCOUNTS}
    made = []
    at = timezone.now() - dt.timedelta(days=days_ago)
    for number in range(each):
        for kind in ACCOUNTS:
            incident = make_incident(provider, at=at, narrative=account(kind, number))
            if decided:
                triaged(provider, incident, at=at, category=codes[kind])
            made.append(incident)
    return made


def found_themes(provider: Provider, each: int = 26) -> list[FoundTheme]:
    """The themes found in fifty-two accounts of two kinds, the largest first."""
    accounts(provider, each)
    operations.fit_found(provider.organisation)
    rows = FoundTheme.objects.filter(organisation=provider.organisation, retired_on__isnull=True)
    return list(rows.order_by("-size", "pk"))


def machine_theme(provider: Provider, number: int = 1) -> FoundTheme:
    """A theme as the machine writes it down, without the cost of a fit."""
    return FoundTheme.objects.create(
        organisation=provider.organisation,
        machine_id=f"theme-{number}",
        name=f"visit, rota, {number}",
        terms=["visit", "rota"],
        found_at=timezone.now(),
    )
