"""Making links, withdrawing them, and opening them with a one-time code."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.queries import organisation_id_of
from goldthread.links.mail import post
from goldthread.links.models import SignedLink
from goldthread.links.queries import hashed, links_of, still_live
from goldthread.links.terms import (
    CODE_DIGITS,
    CODE_LIFETIME,
    CODE_REST,
    CODE_TRIES,
    LIFETIME,
    NO_ADDRESS,
    OLD_CODE,
    PARTNER,
    TOO_MANY_CODES,
    USED_LINK,
    WRONG_CODE,
)
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.refusals import refuse


@transaction.atomic
def make_link(
    subject: models.Model,
    recipient: str,
    *,
    unit: Unit,
    by: User,
    thread: int | None = None,
    at: dt.datetime | None = None,
) -> tuple[SignedLink, str]:
    """A link to `subject` for one recipient, and its token, which cannot be had again.

    An earlier link to the same record is withdrawn: one record, one live link. The caller has
    checked that `by` may share the record.
    """
    at = at or timezone.now()
    if "@" not in recipient:
        raise refuse(NO_ADDRESS, "Enter the e-mail address of the person at the agency.", "email")
    withdraw(subject, by=by, at=at)
    token = secrets.token_urlsafe(32)
    link = SignedLink.objects.create(
        organisation_id=organisation_id_of(unit),
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        thread=thread,
        token_hash=hashed(token),
        recipient=recipient.strip(),
        made_at=at,
        made_by=by,
        expires_at=at + LIFETIME,
    )
    _write(link, "link.made", subject, by, at)
    return link, token


@transaction.atomic
def withdraw(subject: models.Model, *, by: Actor, at: dt.datetime | None = None) -> int:
    """Withdraw every live link to a record; returns how many there were."""
    at = at or timezone.now()
    live = links_of(subject).filter(revoked_at__isnull=True, used_at__isnull=True)
    found = list(live)
    for link in found:
        SignedLink.objects.filter(pk=link.pk).update(revoked_at=at, code_hash="")
        _write(link, "link.withdrawn", subject, by, at)
    return len(found)


@transaction.atomic
def new_code(
    link: SignedLink, subject: models.Model, *, by: Actor = PARTNER, at: dt.datetime | None = None
) -> str:
    """A one-time code for the link, kept only as a hash. An earlier one is void.

    Whoever came by the link has it posted to the recipient; a user of ours reads it out.
    """
    at = at or timezone.now()
    link = still_live(SignedLink.objects.select_for_update().get(pk=link.pk), at)
    if link.code_made_at is not None and at - link.code_made_at < CODE_REST:
        raise refuse(TOO_MANY_CODES, "A code was made a moment ago. Wait a minute, then ask again.")
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    SignedLink.objects.filter(pk=link.pk).update(
        code_hash=_code_hash(link, code), code_made_at=at, code_tries=0
    )
    _write(link, "link.code", subject, by, at)
    return code


def post_code(link: SignedLink, subject: models.Model, *, at: dt.datetime | None = None) -> bool:
    """Send the recipient a new code; False where no e-mail server is set up or it did not take it.

    Then the code is to be asked of whoever made the link, by telephone.
    """
    if not settings.EMAIL_CONFIGURED:
        return False
    code = new_code(link, subject, at=at)
    return post(
        link.recipient,
        "Your code",
        f"Your code is {code}. It works for 15 minutes.\n\n"
        "If you did not ask for it, someone else has the link: tell whoever sent it to you.",
    )


def open_with_code(
    link: SignedLink, code: str, subject: models.Model, *, at: dt.datetime | None = None
) -> SignedLink:
    """Open the link with its code, once. `Refused` for a wrong, an old or a guessed code.

    Not one transaction: a refusal must not undo the count of tries.
    """
    at = at or timezone.now()
    link = still_live(SignedLink.objects.get(pk=link.pk), at)
    if not _counted(link):
        raise refuse(
            OLD_CODE, "This code was tried too often or has been used. Ask for a new one.", "code"
        )
    if link.code_made_at is None or at - link.code_made_at > CODE_LIFETIME:
        raise refuse(OLD_CODE, "This code is past its time. Ask for a new one.", "code")
    typed = "".join(one for one in code if one.isdecimal())
    if not hmac.compare_digest(link.code_hash, _code_hash(link, typed)):
        raise refuse(
            WRONG_CODE,
            "This is not the code. Only the person the link was made for gets it: if the link was "
            "forwarded to you, ask for a link of your own.",
            "code",
        )
    SignedLink.objects.filter(pk=link.pk).update(code_hash="")
    note_opening(link, subject, at=at)
    return link


def note_opening(link: SignedLink, subject: models.Model, *, at: dt.datetime | None = None) -> None:
    """Every opening stands in the trail of the record."""
    _write(link, "link.opened", subject, PARTNER, at or timezone.now())


def use(link: SignedLink, *, at: dt.datetime | None = None) -> None:
    """End the link because what it was for is done; `Refused` when that happened already."""
    live = SignedLink.objects.filter(pk=link.pk, used_at__isnull=True, revoked_at__isnull=True)
    if not live.update(used_at=at or timezone.now(), code_hash=""):
        raise refuse(USED_LINK, "This link has been used or withdrawn meanwhile. Nothing changed.")


def _counted(link: SignedLink) -> bool:
    """Take one try of the code; False when there are none left. Counted before it is compared."""
    return bool(
        SignedLink.objects.filter(pk=link.pk, code_tries__lt=CODE_TRIES)
        .exclude(code_hash="")
        .update(code_tries=F("code_tries") + 1)
    )


def _code_hash(link: SignedLink, code: str) -> str:
    """Six digits can be guessed from a plain hash: this one needs the deployment's key."""
    return hmac.new(settings.FIELD_KEY.encode(), f"{link.pk}:{code}".encode(), "sha256").hexdigest()


def _write(link: SignedLink, kind: str, subject: models.Model, by: Actor, at: dt.datetime) -> None:
    write_trail(
        subject,
        kind,
        by=by,
        at=at,
        facts={"link": link.pk, "until": link.expires_at},
        thread=link.thread,
        organisation_id=link.organisation_id,
    )
