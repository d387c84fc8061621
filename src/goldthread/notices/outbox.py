"""The e-mail outbox: nothing is lost and nothing sent twice while the server is away.

A row is claimed with a guarded update before the server is spoken to, so two workers never send
the same message. A try that fails puts it back with a longer wait.
"""

from __future__ import annotations

import datetime as dt
import logging
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from goldthread.notices.models import Mail
from goldthread.notices.terms import SENDING_LIMIT, WAITS, MailState

logger = logging.getLogger("goldthread.notices")
BATCH = 200


@task()
def deliver_soon() -> int:
    """Send what is due without waiting for the next minute; for urgent messages."""
    return deliver()


def deliver(at: dt.datetime | None = None) -> int:
    """Send every e-mail that is due; returns how many the server accepted.

    When the server cannot be reached at all, the first failure ends the run: the rest keep
    their turn and are not charged a try.
    """
    at = at or timezone.now()
    sent, connection = 0, get_connection()
    try:
        for mail in _due(at):
            if not _claim(mail, at):
                continue
            try:
                _open(connection)
            except (OSError, SMTPException) as fault:
                _put_back(mail, fault, at)
                break
            sent += _send(mail, connection, at)
    finally:
        connection.close()
    return sent


def _due(at: dt.datetime) -> list[Mail]:
    waiting = Q(state=MailState.QUEUED, next_try_at__lte=at)
    abandoned = Q(state=MailState.SENDING, claimed_at__lte=at - SENDING_LIMIT)
    mails = Mail.objects.filter(waiting | abandoned).select_related("notice__recipient")
    return list(mails.order_by("-notice__urgent", "next_try_at", "pk")[:BATCH])


def _claim(mail: Mail, at: dt.datetime) -> bool:
    seen = Mail.objects.filter(pk=mail.pk, state=mail.state, claimed_at=mail.claimed_at)
    return bool(seen.update(state=MailState.SENDING, claimed_at=at))


def _open(connection: BaseEmailBackend) -> None:
    connection.open()


def _send(mail: Mail, connection: BaseEmailBackend, at: dt.datetime) -> int:
    try:
        connection.send_messages([message_of(mail)])
    except (OSError, SMTPException) as fault:
        _put_back(mail, fault, at)
        return 0
    Mail.objects.filter(pk=mail.pk).update(
        state=MailState.SENT, sent_at=timezone.now(), last_error=""
    )
    return 1


def _put_back(mail: Mail, fault: Exception, at: dt.datetime) -> None:
    """Wait longer after each try; give up after the last, or when the address is refused."""
    tries = mail.tries + 1
    final = tries > len(WAITS) or isinstance(fault, SMTPRecipientsRefused)
    Mail.objects.filter(pk=mail.pk).update(
        state=MailState.FAILED if final else MailState.QUEUED,
        tries=tries,
        next_try_at=at if final else at + WAITS[tries - 1],
        # The server's own words may quote the address, so only the kind of fault is kept.
        last_error=type(fault).__name__,
    )
    logger.warning(
        "e-mail not sent", extra={"mail": mail.pk, "tries": tries, "fault": type(fault).__name__}
    )


def message_of(mail: Mail) -> EmailMessage:
    """The e-mail of a notice: its words and its link, nothing else."""
    notice = mail.notice
    link = f"{settings.BASE_URL}{notice.link}"
    paragraphs = [notice.body, f"Open it here: {link}", "This message holds no personal details."]
    return EmailMessage(
        subject=" ".join(notice.subject.split()),
        body="\n\n".join(filter(None, paragraphs)),
        to=[notice.recipient.email],
        headers={
            "Message-ID": f"<{mail.message_id}@goldthread>",
            "Auto-Submitted": "auto-generated",
        },
    )
