"""What a draft holds, and how pages read and change it.

Every page's answers are kept as they were typed, valid or not, under the page's name.
"""

from __future__ import annotations

import json
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.utils.datastructures import MultiValueDict

from goldthread.access.queries import organisations, teams, teams_of
from goldthread.access.terms import UnitKind
from goldthread.domain.incidents import operations, queries
from goldthread.domain.incidents.terms import TagKind
from goldthread.evidence.storing import Kept
from goldthread.web.pages import SignedIn
from goldthread.web.report.channels import Channel

COOKIE = "report_draft"
COOKIE_PATH = "/report/"
NOT_ANSWERS = {"csrfmiddlewaretoken", "_owner", "save"}

Typed = dict[str, list[str]]


class Answers:
    """What was typed of one report. It becomes a draft when it is first saved."""

    def __init__(
        self,
        channel: Channel,
        held: dict[str, Any],
        *,
        draft: Any = None,
        owner: Any = None,
    ) -> None:
        self.channel, self.held, self.draft, self.owner = channel, held, draft, owner

    @property
    def steps(self) -> dict[str, Typed]:
        return self.held.setdefault("steps", {})

    @property
    def people(self) -> list[Typed]:
        return self.held.setdefault("people", [])

    @property
    def alerted(self) -> dict[str, str] | None:
        """The reference and code of the alert that went out early, if one did."""
        return self.held.get("alerted")

    @property
    def sent(self) -> dict[str, str] | None:
        """The reference and code, once a draft of a browser was sent."""
        return self.held.get("sent")

    @property
    def says_something(self) -> bool:
        """Whether there is more than the first question to carry on with."""
        return bool(self.steps.keys() - {"safe"} or self.alerted or self.held.get("files"))

    @property
    def route(self) -> str:
        return self.held.get("route") or self.channel.routes[0]

    @property
    def files(self) -> list[Kept]:
        return [Kept(**one) for one in self.held.get("files", [])]

    def typed(self, step: str) -> MultiValueDict[str, str] | None:
        """What was typed on a page, or None when it was never sent."""
        held = self.steps.get(step)
        return None if held is None else MultiValueDict(held)

    def first(self, step: str, field: str) -> str:
        """One answer as typed; empty when there is none."""
        found = self.steps.get(step, {}).get(field) or [""]
        return found[-1]

    def keep(self, step: str, posted: QueryDict) -> None:
        self.steps[step] = typed_of(posted)
        self.save()

    def save(self) -> None:
        """Keep it; the first time begins the draft."""
        if self.draft is None:
            kept_for = self.channel.code
            self.draft = operations.start_draft(kept_for, self.held, owner=self.owner)
        else:
            operations.save_draft(self.draft, self.held)

    @property
    def key(self) -> str:
        return self.draft.key if self.draft else ""


def typed_of(posted: QueryDict) -> Typed:
    """The answers of a posted form, without its tokens."""
    return {name: values for name, values in posted.lists() if name not in NOT_ANSWERS}


def current(request: HttpRequest, channel: Channel) -> Answers | None:
    """The unsent report of this person, or of this browser."""
    if channel.signed_in:
        draft = queries.draft_of(cast("SignedIn", request).user)
    else:
        draft = queries.draft_by_key(request.COOKIES.get(COOKIE, ""), channel.code)
    if draft is None:
        return None
    return Answers(channel, json.loads(draft.answers), draft=draft, owner=draft.owner)


def fresh(request: HttpRequest, channel: Channel) -> Answers | None:
    """A report not begun yet; None where nobody can tell which organisation it is for.

    An ownerless one never learns who is signed in: at most their organisation.
    """
    team = queries.team_by_token(request.GET.get("team", ""))
    organisation = team.organisation if team else _organisation(request)
    if organisation is None:
        return None
    held: dict[str, Any] = {"organisation": organisation.pk}
    if team is not None:
        held |= {"unit": team.pk, "preset": team.name}
    if channel.signed_in:
        held |= _known_of(request.user, organisation)
        held |= {"unit": team.pk} if team else {}
    return Answers(channel, held, owner=request.user if channel.signed_in else None)


def _organisation(request: HttpRequest) -> Any:
    """That of the person signed in, else the only one there is."""
    if request.user.is_authenticated:
        return request.user.organisation
    found = list(organisations()[:2])
    return found[0] if len(found) == 1 else None


def _known_of(user: Any, organisation: Any) -> dict[str, Any]:
    """What staff need not be asked: the teams to choose from, their own, and the tags in use."""
    units = list(teams(organisation.pk).filter(kind=UnitKind.TEAM)) or [organisation]
    own = list(teams_of(user)[:2])
    tags = {
        kind: [(tag.pk, tag.name) for tag in queries.tags(organisation.pk, kind)]
        for kind in TagKind.values
    }
    return {
        "teams": [(unit.pk, unit.name) for unit in units],
        "unit": own[0].pk if len(own) == 1 else None,
        "tags": tags,
    }


def remember(response: HttpResponse, answers: Answers, request: HttpRequest) -> HttpResponse:
    """Give the browser the key of an ownerless draft, until it is closed."""
    if not answers.channel.signed_in and answers.key:
        response.set_cookie(
            COOKIE,
            answers.key,
            path=COOKIE_PATH,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response
