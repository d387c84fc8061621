"""The addresses of a picture, and the mark in them that lets a kept picture be found again.

The page that owns a picture owns its addresses, one for each form, and checks who may open them.
The page puts the picture's fingerprint into the address, signed for this person, this address and
today. With it the answer needs no query; without it, or with another's, the picture is made anew
from what the person may see now. So nothing is ever shown because of an address alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

Address = Callable[[str], str]
FORMS = ("svg", "png", "csv")


def address_of(name: str, *args: object, **query: str) -> Address:
    """The address of each form at a URL pattern that ends in `chart.<slug:form>`.

    `query` are the filters of the page, which its picture needs as well.
    """
    return partial(_address, name, args, query)


def _address(name: str, args: tuple[object, ...], query: dict[str, str], form: str) -> str:
    path = reverse(name, args=[*args, form])
    return f"{path}?{urlencode(query)}" if query else path


def marked(request: HttpRequest, address: str, fingerprint: str, **more: str) -> str:
    """`address` with the signed fingerprint and `more` added to its query."""
    path, _, query = address.partition("?")
    added = urlencode({"picture": _signer(request, path).sign(fingerprint), **more})
    return f"{path}?{query}&{added}" if query else f"{path}?{added}"


def fingerprint_in(request: HttpRequest) -> str:
    """The fingerprint that this person's page put into the address today; empty for any other."""
    try:
        return str(_signer(request, request.path).unsign(request.GET.get("picture", "")))
    except BadSignature:
        return ""


def _signer(request: HttpRequest, path: str) -> Signer:
    person: Any = request.user
    return Signer(salt=f"chart {person.pk} {timezone.localdate()} {path}")
