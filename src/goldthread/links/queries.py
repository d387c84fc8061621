"""Finding a link by its token, and the links of a record."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import models
from django.db.models import QuerySet

from goldthread.links.models import SignedLink
from goldthread.links.terms import EXPIRED_LINK, REVOKED_LINK, UNKNOWN_LINK, USED_LINK
from goldthread.workflow.refusals import refuse


def hashed(text: str) -> str:
    """What is stored instead of a token: it has 256 random bits, so no salt is needed."""
    return hashlib.sha256(text.encode()).hexdigest()


def links_of(subject: models.Model) -> QuerySet[SignedLink]:
    """Every link to a record, the newest first."""
    found = SignedLink.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return found.select_related("made_by").order_by("-made_at", "-pk")


def live_link(subject: models.Model, at: dt.datetime) -> SignedLink | None:
    """The link that may be opened now, or None."""
    return (
        links_of(subject)
        .filter(revoked_at__isnull=True, used_at__isnull=True, expires_at__gt=at)
        .first()
    )


def by_token(token: str, at: dt.datetime) -> SignedLink:
    """The live link of this token. Raises `Refused` with the reason it cannot be opened."""
    link = SignedLink.objects.filter(token_hash=hashed(token)).first()
    if link is None:
        raise refuse(
            UNKNOWN_LINK,
            "This link is not known here. Check that the whole address was copied, or ask whoever "
            "sent it for a new one.",
        )
    return still_live(link, at)


def still_live(link: SignedLink, at: dt.datetime) -> SignedLink:
    """The link, when it may be opened at `at`. Raises `Refused` with the reason when not."""
    if link.used_at is not None:
        raise refuse(
            USED_LINK,
            "This link has been used and opens nothing any more. If something has changed, ask "
            "whoever sent it for a new one.",
        )
    if link.revoked_at is not None:
        raise refuse(
            REVOKED_LINK,
            "This link was withdrawn or replaced by a newer one. Look for a later message, or ask "
            "whoever sent it.",
        )
    if at >= link.expires_at:
        raise refuse(
            EXPIRED_LINK,
            "This link is past its last day. Ask whoever sent it for a new one.",
        )
    return link


def masked(address: str) -> str:
    """`a…@vale.example`: enough for the recipient to know that it is theirs."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"
