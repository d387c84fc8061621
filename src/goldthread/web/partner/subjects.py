"""What a link may open: an agreement to answer, or a notification to acknowledge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from goldthread.domain.governance.rooms.queries import shared
from goldthread.domain.incidents.operations import partner_acknowledges
from goldthread.domain.incidents.queries import linked as incident_linked
from goldthread.domain.incidents.queries import partner_answer
from goldthread.domain.registers.interfaces.operations import answer_by_link
from goldthread.domain.registers.interfaces.queries import linked as agreement_linked
from goldthread.links import operations as links
from goldthread.links.terms import PARTNER
from goldthread.web.forms import Form
from goldthread.web.packs.presenters import parts
from goldthread.web.partner.forms import AcknowledgeForm, AnswerForm
from goldthread.web.words import date


@dataclass(frozen=True)
class Subject:
    """One kind of record: how it is found, what the page shows, and how it is answered."""

    title: str
    template: str
    form: type[Form] | None  # None where there is only something to read
    find: Callable[[int], Any]
    show: Callable[[Any], dict[str, Any]]
    answer: Callable[..., str]


def _agreement(found: Any) -> dict[str, Any]:
    return {
        "rows": list(found.rows.all()),
        "escalation": found.escalation,
        "partner": found.partner.name,
    }


def _answer_agreement(found: Any, link: Any, *, answer: str, seen: int | None, **said: Any) -> str:
    agrees = answer == "agrees"
    answer_by_link(found, link, agrees=agrees, seen=seen, **said)
    if agrees:
        return "You have agreed. The link is closed; whoever sent it has been told."
    return (
        "Your request has been passed on. The link stays open, so that you can read the new "
        "wording and agree to it."
    )


def _notification(found: Any) -> dict[str, Any]:
    answer = partner_answer(found)
    told = answer.partner_told_at if answer else None
    return {"told": date(told), "partner": answer.partner if answer else ""}


def _acknowledge(found: Any, link: Any, *, seen: int | None, name: str, role: str) -> str:
    partner_acknowledges(found, name, role, by=PARTNER)
    links.use(link)
    return "Thank you. It is on record that your agency knows."


def _pack(found: Any) -> dict[str, Any]:
    return {"pack": found.pack, "parts": parts(found.pack, None, links=False)}


def _no_answer(found: Any, link: Any, **_: Any) -> str:
    raise NotImplementedError("A pack is read and takes no answer.")


SUBJECTS = {
    "interfaces.interfaceagreement": Subject(
        "Who does what",
        "partner/agreement.html",
        AnswerForm,
        agreement_linked,
        _agreement,
        _answer_agreement,
    ),
    "incidents.incident": Subject(
        "Please confirm that you know",
        "partner/notification.html",
        AcknowledgeForm,
        incident_linked,
        _notification,
        _acknowledge,
    ),
    "rooms.packshare": Subject("A pack", "partner/pack.html", None, shared, _pack, _no_answer),
}
