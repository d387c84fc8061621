"""What the pages of notices print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldthread.notices.terms import MailState, fault_in_words, kind_of, kinds
from goldthread.web.pages import SignedIn
from goldthread.web.words import plural, when

OUTBOX = ["To", "About", ("Made", "ref"), "How it stands", "Do"]


def even_in_quiet_hours() -> list[tuple[str, str]]:
    """What comes in quiet hours too, and why."""
    return [
        (kind.label, kind.even_in_quiet_hours)
        for kind in kinds().values()
        if kind.even_in_quiet_hours
    ]


def outbox_rows(request: SignedIn, mails: Iterable[Any]) -> list[list[Any]]:
    """E-mails by whom they are to and what kind they are; never what they say."""
    return [
        [
            mail.notice.recipient.name,
            kind_of(mail.notice.kind).label,
            when(mail.notice.made_at),
            standing(mail),
            again(request, mail),
        ]
        for mail in mails
    ]


def standing(mail: Any) -> str:
    """How one e-mail stands, with the reason where a try failed."""
    why = fault_in_words(mail.last_error)
    if mail.state == MailState.SENT:
        return f"Sent {when(mail.sent_at)}"
    if mail.state == MailState.FAILED:
        return f"Given up after {plural(mail.tries, 'try', 'tries')}. {why}".strip()
    if mail.state == MailState.SENDING:
        return "Being sent"
    if mail.tries:
        tried = plural(mail.tries, "try", "tries")
        return f"Waiting after {tried}, next {when(mail.next_try_at)}. {why}".strip()
    if mail.next_try_at <= timezone.now():
        return "Waiting for its turn"
    return f"Waiting, leaves {when(mail.next_try_at)}"


def again(request: SignedIn, mail: Any) -> SafeString | str:
    """The button that sends it now, or once more."""
    if mail.state == MailState.SENDING:
        return ""
    words = "Send again" if mail.state == MailState.SENT else "Try now"
    return format_html(
        '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small">{}'
        '<span class="nhsuk-u-visually-hidden"> the message to {} of {}</span></button></form>',
        reverse("outbox:again", args=[mail.pk]),
        get_token(request),
        words,
        mail.notice.recipient.name,
        when(mail.notice.made_at),
    )
