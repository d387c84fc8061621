"""Names and record numbers encrypted at rest, with a keyed blind index for look-up.

Encryption is AES-256-GCM under a key derived from the deployment's field key. The blind index is
HMAC-SHA-256 of the normalised value under a second derived key: equal values can be found, and
without the key the index says nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

PREFIX = "s1:"


@lru_cache(maxsize=8)
def _key(purpose: str, master: str) -> bytes:
    return hashlib.blake2b(master.encode(), key=purpose.encode(), digest_size=32).digest()


def seal(plain: str) -> str:
    """Encrypt `plain`; the empty string stays empty, so absence is visible without the key."""
    if not plain:
        return ""
    nonce = os.urandom(12)
    cipher = AESGCM(_key("seal", settings.FIELD_KEY)).encrypt(nonce, plain.encode(), None)
    return PREFIX + base64.urlsafe_b64encode(nonce + cipher).decode()


def unseal(stored: str) -> str:
    """Decrypt what `seal` made. Raises InvalidTag when the key or the stored value is wrong."""
    if not stored:
        return ""
    raw = base64.urlsafe_b64decode(stored.removeprefix(PREFIX))
    return AESGCM(_key("seal", settings.FIELD_KEY)).decrypt(raw[:12], raw[12:], None).decode()


def blind_index(plain: str) -> str:
    """A look-up value for `plain`, the same whatever its case, spaces and punctuation."""
    normal = re.sub(r"[\W_]+", "", plain).casefold()
    if not normal:
        return ""
    return hmac.new(_key("index", settings.FIELD_KEY), normal.encode(), "sha256").hexdigest()[:32]


class SealedField(models.TextField):
    """A text column whose database value is encrypted; Python sees the plain text."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return None if value is None else unseal(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else seal(str(value))
