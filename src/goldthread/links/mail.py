"""Posting to people without an account. Words only: no name of anyone served, ever."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

logger = logging.getLogger("goldthread.links")


def post(to: str, subject: str, body: str) -> bool:
    """Send now; False where no server is set up, or it did not take the message.

    At once and not through the outbox: what a link or a code says must not rest in the database.
    """
    if not settings.EMAIL_CONFIGURED:
        return False
    message = EmailMessage(
        subject=subject, body=body, to=[to], headers={"Auto-Submitted": "auto-generated"}
    )
    try:
        return bool(message.send())
    except (OSError, SMTPException) as fault:
        logger.warning("e-mail not sent", extra={"fault": type(fault).__name__})
        return False
