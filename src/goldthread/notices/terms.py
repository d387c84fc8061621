"""Codes of notices."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from django.db import models

from goldthread import defaults


class MailState(models.TextChoices):
    QUEUED = "queued", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Given up"


class Rhythm(models.TextChoices):
    """How often a person hears by e-mail of what is not urgent."""

    DAILY = "daily", "Once a day, together"
    WEEKLY = "weekly", "Once a week, on Monday, together"
    AT_ONCE = "at_once", "Each by itself, at once"


# After each failed try, how long until the next; after the last one the message is given up and
# `goldthread doctor` says so. Together nearly three days: a weekend without an e-mail server.
WAITS = tuple(
    dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 720, 720, 720, 720)
)
# A message still "being sent" after this long belonged to a worker that was killed.
SENDING_LIMIT = dt.timedelta(minutes=10)
# The kind of a digest: it gathers notices that stand in the product by themselves.
DIGEST = "digest"
DIGEST_HOUR = 8


@dataclass(frozen=True)
class Kind:
    """A kind of message: what it is about, what it asks, and why it may disturb a night."""

    code: str
    label: str
    asks: str
    even_in_quiet_hours: str = ""


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of message by its code."""
    return {row["code"]: Kind(**row) for row in defaults.notices()}


def kind_of(code: str) -> Kind:
    """The kind with this code; one that is not listed asks to be opened and waits till morning."""
    return kinds().get(code) or Kind(code, code.replace("_", " ").capitalize(), "Open it.")


# What went wrong with a try, by the name of the fault: the server's own words may hold an address.
FAULTS = {
    "ConnectionRefusedError": "The mail server does not answer.",
    "ConnectionResetError": "The mail server broke off.",
    "SMTPServerDisconnected": "The mail server broke off.",
    "SMTPConnectError": "The mail server did not let us in.",
    "TimeoutError": "The mail server took too long to answer.",
    "gaierror": "The mail server's name is not known.",
    "SMTPAuthenticationError": "The mail server did not accept our name and password.",
    "SMTPNotSupportedError": "The mail server does not offer what the setting asks for, for example a sign-in or STARTTLS.",
    "SMTPRecipientsRefused": "The mail server does not take messages for this address.",
    "SMTPSenderRefused": "The mail server does not take messages from our address.",
    "SMTPDataError": "The mail server did not take the message.",
    "SMTPHeloError": "The mail server did not greet us properly.",
    "SMTPResponseException": "The mail server gave an error.",
    "SSLCertVerificationError": "The mail server's certificate is not trusted.",
    "SSLError": "No protected connection to the mail server could be made.",
    "BadHeaderError": "The message could not be written as an e-mail.",
    "NoAddress": "This person has no e-mail address, or has left.",
}


def fault_in_words(name: str) -> str:
    """A sentence for the fault with this name; empty where there was none."""
    return FAULTS.get(name, f"Something else went wrong ({name}).") if name else ""
