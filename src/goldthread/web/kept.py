"""Text that survives a session's end.

Each form carries a signed token naming the person it was made for and its address. When it comes
back after the session ended, its fields wait, encrypted, in the browser's new server-side session;
the same person gets them back after signing in, and nobody else does. Files cannot be kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from django.core import signing
from django.http import HttpRequest, QueryDict

from goldthread.access.sealed import seal, unseal

FIELD = "_owner"
SALT = "goldthread.web.kept"
SESSION_KEY = "kept_form"
TOKEN_SECONDS = 60 * 60 * 24 * 7
LARGEST = 300_000  # characters; about 50,000 words


@dataclass(frozen=True)
class Kept:
    """What was typed into one form, and the names of files that could not be kept."""

    owner: int
    path: str
    form: str
    data: QueryDict
    files: tuple[str, ...]


def token(request: HttpRequest, form: str) -> str:
    """The signed owner of a form on this page: person, address and the form's name."""
    path = request.get_full_path()
    if request.method == "POST":
        claimed = _claim(request.POST.get(FIELD, ""))
        path = claimed["path"] if claimed else path
    return signing.dumps({"owner": _owner(request), "path": path, "form": form}, salt=SALT)


def keep(request: HttpRequest) -> str | None:
    """Keep a posted form until its owner signs in; its page's address, or None if it is not ours."""
    claim = _claim(request.POST.get(FIELD, ""))
    if not claim or not claim["owner"]:
        return None
    text = request.POST.copy()
    for name in (FIELD, "csrfmiddlewaretoken"):
        text.pop(name, None)
    if len(text.urlencode()) > LARGEST:
        return None
    stored = {**claim, "data": text.urlencode(), "files": _names(request)}
    request.session[SESSION_KEY] = seal(json.dumps(stored))
    return str(claim["path"])


def is_mine(request: HttpRequest) -> bool:
    """Whether a posted form was made for the person who is signed in now."""
    claim = _claim(request.POST.get(FIELD, ""))
    return bool(claim and claim["owner"] and claim["owner"] == _owner(request))


def waiting(request: HttpRequest) -> Kept | None:
    """What is kept in this session, whoever wrote it."""
    sealed = request.session.get(SESSION_KEY)
    if not sealed:
        return None
    try:
        found = json.loads(unseal(sealed))
    except (InvalidTag, ValueError):  # the deployment's key changed meanwhile
        forget(request)
        return None
    data = QueryDict(found["data"], encoding="utf-8")
    return Kept(found["owner"], found["path"], found["form"], data, tuple(found["files"]))


def take(request: HttpRequest, form: str) -> Kept | None:
    """Give the signed-in person what they typed into this form on this page, once."""
    found = waiting(request)
    if found is None:
        return None
    if found.owner != _owner(request):
        forget(request)
        return None
    if found.path != request.get_full_path() or found.form != form:
        return None
    forget(request)
    return found


def forget(request: HttpRequest) -> None:
    """Drop what is kept."""
    request.session.pop(SESSION_KEY, None)


def _names(request: HttpRequest) -> list[str]:
    return [str(one.name) for files in request.FILES.lists() for one in files[1]]


def _owner(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    return int(user.pk) if user is not None and user.is_authenticated else 0


def _claim(signed: str) -> dict[str, Any] | None:
    try:
        claim: dict[str, Any] = signing.loads(signed, salt=SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        return None
    return claim
