"""The e-mail of a notice: its words, what it asks and its links, as plain text and as simple HTML.

Nothing is typed by hand into either: the words come from the notice, which holds no personal data,
and are escaped in the HTML. Pictures, scripts and tracking there are none.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldthread.notices.models import Mail, Notice
from goldthread.notices.terms import kind_of

NO_DETAILS = "This message holds no personal details."
CHOOSE = "/account/notices/"


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """The e-mail of a notice. Raises ValueError where it cannot be written as one."""
    notice = mail.notice
    message = EmailMultiAlternatives(
        subject=" ".join(notice.subject.split()),
        body=plain(notice),
        to=[notice.recipient.email],
        headers={
            "Message-ID": f"<{mail.message_id}@goldthread>",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(html(notice), "text/html")
    return message


def address(path: str) -> str:
    """The whole address of a page of the product; one that leads elsewhere leads home."""
    inside = path if path.startswith("/") and not path.startswith("//") else "/"
    return f"{settings.BASE_URL}{inside}"


def plain(notice: Notice) -> str:
    """The message as plain text."""
    return "\n\n".join(_paragraphs(notice))


def _paragraphs(notice: Notice) -> Iterator[str]:
    if notice.body:
        yield notice.body
    for line in notice.lines:
        yield f"{line['words']}\n{address(line['link'])}"
    yield f"What to do: {kind_of(notice.kind).asks}"
    yield f"Open it here: {address(notice.link)}"
    yield f"{NO_DETAILS} Choose what you are told: {address(CHOOSE)}"


def html(notice: Notice) -> SafeString:
    """The message as HTML that every program can show."""
    rows = ((address(line["link"]), line["words"]) for line in notice.lines)
    items = format_html_join("", '<li><a href="{}">{}</a></li>', rows)
    return format_html(
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{subject}</title></head>'
        "<body>{body}{items}<p><strong>What to do:</strong> {asks}</p>"
        '<p><a href="{link}">Open it in Goldthread</a></p>'
        '<p><small>{no_details} <a href="{choose}">Choose what you are told</a></small></p>'
        "</body></html>",
        subject=notice.subject,
        body=format_html("<p>{}</p>", notice.body) if notice.body else "",
        items=format_html("<ul>{}</ul>", items) if items else "",
        asks=kind_of(notice.kind).asks,
        link=address(notice.link),
        no_details=NO_DETAILS,
        choose=address(CHOOSE),
    )
