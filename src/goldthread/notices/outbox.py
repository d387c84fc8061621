"""The e-mail outbox: nothing is lost and nothing sent twice while the server is away.

A row is claimed with a guarded update before the server is spoken to, so two workers never send
the same message. A try that fails puts it back with a longer wait.

One window is left, as with every mail program: where a worker is killed after the server said
"accepted" and before that is noted, the message is sent once more, ten minutes later, with the same
Message-ID, so that the server or the reader's program can drop the second copy.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from goldthread.access.models import User
from goldthread.access.operations.permitted import must_manage_person
from goldthread.access.refusals import refuse
from goldthread.notices.messages import message_of
from goldthread.notices.models import Mail
from goldthread.notices.terms import SENDING_LIMIT, WAITS, MailState
from goldthread.trail.operations import record as write_trail

logger = logging.getLogger("goldthread.notices")
BATCH = 200
NO_ADDRESS = "NoAddress"
PERMANENT = 500


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
    if not settings.EMAIL_CONFIGURED:
        return 0
    sent, connection = 0, get_connection()
    try:
        for mail in _due(at):
            if not _claim(mail, at):
                continue
            try:
                connection.open()
            except (OSError, SMTPException) as fault:
                _drop(connection)
                _put_back(mail, fault, at)
                break
            sent += _send(mail, connection, at)
    finally:
        _drop(connection)
    return sent


def _due(at: dt.datetime) -> list[Mail]:
    waiting = Q(state=MailState.QUEUED, next_try_at__lte=at)
    abandoned = Q(state=MailState.SENDING, claimed_at__lte=at - SENDING_LIMIT)
    mails = Mail.objects.filter(waiting | abandoned).select_related("notice__recipient")
    return list(mails.order_by("-notice__urgent", "next_try_at", "pk")[:BATCH])


def _claim(mail: Mail, at: dt.datetime) -> bool:
    seen = Mail.objects.filter(pk=mail.pk, state=mail.state, claimed_at=mail.claimed_at)
    return bool(seen.update(state=MailState.SENDING, claimed_at=at))


def _send(mail: Mail, connection: BaseEmailBackend, at: dt.datetime) -> int:
    recipient = mail.notice.recipient
    if not recipient.is_active or not recipient.email:
        return _give_up(mail, NO_ADDRESS)
    try:
        connection.send_messages([message_of(mail)])
    except (OSError, SMTPException) as fault:
        # The conversation may be broken: the next message begins a new one.
        _drop(connection)
        _put_back(mail, fault, at)
        return 0
    except ValueError as fault:  # a header of two lines, or an address that cannot be written
        return _give_up(mail, type(fault).__name__)
    mine = Mail.objects.filter(pk=mail.pk, claimed_at=at, state=MailState.SENDING)
    mine.update(state=MailState.SENT, sent_at=timezone.now(), last_error="", tries=mail.tries + 1)
    return 1


def _drop(connection: BaseEmailBackend) -> None:
    """End the conversation with the server, whatever state it is in."""
    try:
        connection.close()
    except (OSError, SMTPException):
        logger.info("the mail server did not say goodbye")


def _give_up(mail: Mail, fault: str) -> int:
    Mail.objects.filter(pk=mail.pk).update(
        state=MailState.FAILED, tries=mail.tries + 1, last_error=fault
    )
    return 0


def _put_back(mail: Mail, fault: Exception, at: dt.datetime) -> None:
    """Wait longer after each try; give up after the last, or when the address is refused for good."""
    tries = mail.tries + 1
    final = tries > len(WAITS) or _refused_for_good(fault)
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


def _refused_for_good(fault: Exception) -> bool:
    """A code from 500 on is final; one from 400 on asks to come back, as greylisting does."""
    if not isinstance(fault, SMTPRecipientsRefused):
        return False
    return all(code >= PERMANENT for code, _ in fault.recipients.values())


@transaction.atomic
def send_again(mail: Mail, *, by: User, at: dt.datetime | None = None) -> Mail:
    """Try an e-mail now that waits or was given up, or send one again that was sent.

    What may not have arrived keeps its Message-ID; a second copy that was asked for gets its own,
    so that it is not dropped as a duplicate. Raises Refused (WF-01, NTC-01).
    """
    must_manage_person(by, mail.notice.recipient)
    at = at or timezone.now()
    held = Mail.objects.select_for_update().get(pk=mail.pk)
    if held.state == MailState.SENDING:
        raise refuse("NTC-01", "This message is being sent now. Look again in ten minutes.")
    if held.state == MailState.SENT:
        held.message_id, held.sent_at = uuid.uuid4(), None
    held.state, held.tries, held.next_try_at, held.claimed_at = MailState.QUEUED, 0, at, None
    held.save(
        update_fields=["message_id", "sent_at", "state", "tries", "next_try_at", "claimed_at"]
    )
    write_trail(
        held,
        "notices.send_again",
        by=by,
        facts={"kind": held.notice.kind},
        at=at,
        organisation_id=held.notice.recipient.organisation_id,
    )
    deliver_soon.enqueue()
    return held
