"""Walks through a report as people do: a page after the other."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

TOLD = (
    "The planned visit did not take place because the rota had changed. The duty worker rang "
    "the person at home at 14:05 and visited the same evening."
)
NO_HARM = {
    "safe": {"unsafe": "no"},
    "kind": {"event_type": "incident"},
    "what": {"narrative": TOLD},
    "when": {"day": "yesterday", "time": "14:05"},
    "where": {},
    "anyone": {"anyone": "no"},
    "done": {"what": "The duty worker visited."},
}

# what a drop-down already shows as chosen
CHOSEN = re.compile(
    r'<select[^>]* name="(\w+)"[^>]*>(?:(?!</select>).)*?value="([^"]*)" selected', re.S
)


def send(client: Client, start: str, **changes: Any) -> tuple[list[str], HttpResponse]:
    """Answer whatever page comes, then send; the pages crossed, and the last answer.

    `changes` replace the answers of pages by name. Stops where a page shows an error.
    """
    answers = NO_HARM | changes
    crossed: list[str] = []
    address = start
    for _ in range(20):
        name = address.partition("?")[0].rstrip("/").rsplit("/", 1)[-1]
        name = "safe" if name in ("report", "anonymous", "family") else name
        crossed.append(name)
        chosen = CHOSEN.findall(client.get(address).content.decode())
        page = client.post(address, dict(chosen) | answers.get(name, {}))
        if page.status_code != 302 or "/sent/" in page["Location"]:
            return crossed, page
        address = page["Location"]
    raise AssertionError(f"The report never ended: {crossed}")
