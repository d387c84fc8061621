"""Headers that keep pages private: what browsers and proxies may store, and use of devices."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

DEVICES = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
    "gyroscope=(), microphone=(), midi=(), payment=(), usb=()"
)


class PrivatePages:
    """Every page is private and checked anew; a sign-out empties the browser's cache.

    Not `no-store`: with it a browser forgets what was typed when the person goes back, and the
    answer to a failed save is "go back and try again".
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", DEVICES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(request, "signed_out", False):
            response.headers["Clear-Site-Data"] = '"cache"'
        if "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_cache=True)
        return response
