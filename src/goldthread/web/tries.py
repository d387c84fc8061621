"""Counting wrong tries from one network address, so that guessing is slowed down."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest

from goldthread.access.sealed import blind_index


@dataclass(frozen=True)
class Tries:
    """So many wrong tries of one kind within so many seconds, counted by address.

    The address cannot be told from what is stored.
    """

    kind: str
    most: int
    seconds: int

    def too_many(self, request: HttpRequest) -> bool:
        """Whether this address has used up its tries."""
        return bool(cache.get(self._counter(request), 0) >= self.most)

    def count(self, request: HttpRequest) -> None:
        """Count one wrong try."""
        if not cache.add(self._counter(request), 1, self.seconds):
            cache.incr(self._counter(request))

    def _counter(self, request: HttpRequest) -> str:
        return f"{self.kind}-tries:{blind_index(f'{self.kind} ' + request.META.get('REMOTE_ADDR', ''))}"
