"""Every address answers every role in order: what it shows, why it does not, or that it is not there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver

from goldthread.access.scope import scope_of
from goldthread.access.terms import ROLES
from goldthread.domain.registers.restrictions import operations as restrictions
from goldthread.domain.registers.safeguarding.operations import keep_partner, raise_concern
from goldthread.domain.verification.models import Plan
from goldthread.web.checks import addresses
from goldthread.web.pages import Gate
from tests.factories import verification as made
from tests.factories.bulletins import sent as bulletin_sent
from tests.factories.decision_tools import draft_of, run_on
from tests.factories.escalation import crisis, frozen, late
from tests.factories.forums import begun, safeguarding_case
from tests.factories.incidents import make_incident
from tests.factories.interfaces import agreed, issue_with
from tests.factories.learning import VIGNETTE, session_of, sitting_of, unsafe_of
from tests.factories.learning import published as scenario_in_bank
from tests.factories.library import published
from tests.factories.provider import Provider, make_provider
from tests.factories.pulse import opened as pulse_opened
from tests.factories.recall import drawn as check_drawn
from tests.factories.registers import person_served
from tests.factories.restrictions import complaint_of, in_force
from tests.factories.reviews import review_of
from tests.factories.safeguarding import action_in, referred
from tests.factories.signals import repeat
from tests.factories.supervision import prompt_of
from tests.factories.supervision import session_of as supervision_of
from tests.factories.themes import machine_theme

PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
IN_ORDER = {200, 302, 403, 404, 405, 409, 422}
SIGN_IN = "/account/sign-in"
NOWHERE = {"int": "987654321", "str": "INC-99-99999", "slug": "nothing-of-the-kind"}


@dataclass(frozen=True)
class Address:
    """One address of the product, with who may open it."""

    route: str
    gate: Gate

    def filled(self, known: dict[str, str]) -> str:
        """The address with each part filled: by what `known` holds of its beginning, or unknown."""

        def value(part: re.Match[str]) -> str:
            unknown = NOWHERE[part["kind"] or "str"]
            found = known.get(self.route[: part.start()], unknown)
            return unknown if part["kind"] == "int" and not found.isdigit() else found

        return "/" + PART.sub(value, self.route)


def ours() -> Iterator[Address]:
    """The addresses of our own views; those of other packages have guards and tests of their own."""
    for route, pattern in addresses(get_resolver()):
        gate = _gate(pattern)
        if gate is not None:
            yield Address(route, gate)


def _gate(pattern: URLPattern) -> Gate | None:
    found = getattr(pattern.callback, "gate", None)
    return found if isinstance(found, Gate) else None


ADDRESSES = list(ours())


def known_to(provider: Provider, plan: Plan) -> dict[str, str]:
    """The beginning of an address → what really stands there."""
    round_ = made.drawn(provider, made.first_round(plan))
    safeguarding_case(provider)
    meeting = begun(provider)
    reference, action = plan.incident.reference, str(plan.action_id)
    lead = provider.people["safeguarding_lead"]
    agency = keep_partner(provider.organisation, "Vale Council", by=lead)
    to_do = action_in(provider, raise_concern(plan.incident, "Money taken.", by=None))
    draft_of(provider, "triage_tier")
    bulletin = bulletin_sent(provider)
    check = check_drawn(provider)
    supervised = supervision_of(provider)
    snapshot = restrictions.take_snapshot(
        provider.organisation, by=provider.people["restrictive_practice_lead"]
    )
    return {
        "safeguarding/agencies/": str(agency.pk),
        "interfaces/": str(agreed(provider, referred(provider)).pk),
        "interfaces/<int:pk>/tasks/": "1",
        "interfaces/for/": reference,
        "interfaces/problems/": str(issue_with(provider).pk),
        "interfaces/problems/open/": str(agency.pk),
        "incidents/": reference,
        "incidents/<str:reference>/safeguarding/": "threshold",
        "incidents/<str:reference>/safeguarding/actions/": str(to_do.pk),
        "incidents/<str:reference>/safeguarding/actions/<int:pk>/": "confirm",
        "trail/incidents/": reference,
        "evidence/": "escalation",
        "my-reports/": reference,
        "report/sent/": reference,
        "actions/": action,
        "bulletins/": str(bulletin.pk),
        "bulletins/answers/": str(bulletin.answers.values_list("pk", flat=True)[0]),
        "pulse/": str(pulse_opened(provider).pk),
        "recall/": str(check.pk),
        "recall/for/": str(bulletin.pk),
        "recall/people/": str(check.people.values_list("pk", flat=True)[0]),
        "learning/": published(provider).reference,
        "learning/from/": reference,
        "learning/number/": str(published(provider).pk),
        "complaints/": str(complaint_of(provider).pk),
        "restrictions/": str(in_force(provider).pk),
        "restrictions/snapshots/": str(snapshot.pk),
        "signals/": str(repeat(provider).pk),
        "coaching/scenarios/": str(scenario_in_bank(provider).pk),
        "coaching/scenarios/from/": reference,
        "coaching/sessions/": str(session_of(provider).pk),
        "coaching/vignettes/": VIGNETTE,
        "coaching/sittings/": str(sitting_of(provider, unsafe_of(provider)).pk),
        "supervision/with/": str(supervised.pair_id),
        "supervision/sessions/": str(supervised.pk),
        "supervision/sessions/<int:pk>/vignette/": VIGNETTE,
        "supervision/sessions/<int:pk>/check/": "competency_check",
        "supervision/prompts/": str(prompt_of(provider).pk),
        "meetings/": str(meeting.pk),
        "meetings/forums/": str(meeting.forum_id),
        "meetings/<int:pk>/items/": str(meeting.items.values_list("pk", flat=True)[0]),
        "settings/forums/": str(meeting.forum_id),
        "settings/forums/<int:pk>/members/": str(provider.people["team_manager"].pk),
        "themes/found/": str(machine_theme(provider).pk),
        "verification/": str(plan.pk),
        "verification/rounds/": str(round_.pk),
        "verification/effects/": str(made.effect_of(provider, made.measured(provider)).pk),
        "verification/cases/": str(round_.cases.values_list("pk", flat=True)[0]),
        "people/": person_served(provider).reference,
        "escalation/": str(late(provider).pk),
        "escalation/crises/": str(crisis(provider).pk),
        "escalation/cohort/": str(frozen(provider).pk),
        "escalation/indicators/": "missed_contacts",
        "reviews/": str(review_of(provider, make_incident(provider)).pk),
        "settings/people/": str(provider.people["reviewer"].pk),
        "settings/units/": str(provider.team.pk),
        "settings/categories/": "missed_contact",
        "instruments/": "escalation_file_audit",
        "instruments/<slug:code>/": "1",
        "decision-tools/": "triage_tier",
        "decision-tools/<slug:code>/": "1",
        "decision-tools/<slug:code>/<int:number>/to/": "2",
        "decision-tools/<slug:code>/draft/question/": "event_type",
        "decision-tools/<slug:code>/draft/outcome/": "rapid_usual",
        "decision-tools/<slug:code>/draft/add/": "question",
        "decision-tools/<slug:code>/draft/move/": "question",
        "decision-tools/<slug:code>/draft/move/<slug:kind>/": "event_type",
        "decision-tools/<slug:code>/draft/remove/": "question",
        "decision-tools/<slug:code>/draft/remove/<slug:kind>/": "event_type",
        "decision-tools/runs/": str(run_on(provider, plan.incident).pk),
        "decision-tools/runs/about/": reference,
        "incidents/<str:reference>/openness/letters/new/": "openness_note",
        "reviews/<int:pk>/lenses/": "escalation",
        "reviews/<int:pk>/add/": "factor",
        "reviews/<int:pk>/write/": "rapid",
        "actions/<int:pk>/evidence/": "template",
        "settings/themes/": "unclear_escalation_thresholds",
        "settings/time-limits/": "triage",
        "measures/": "reports",
        "measures/<slug:code>/chart.": "csv",
        "measures/learning-lag/chart.": "csv",
        "measures/funnel/chart.": "csv",
        "themes/": "unclear_escalation_thresholds",
        "themes/<slug:code>/chart.": "csv",
        "verification/<int:pk>/trend/chart.": "csv",
        "verification/effects/<int:pk>/chart.": "csv",
        "teams/": provider.team.code,
        "r/": provider.team.report_token,
    }


@pytest.fixture(autouse=True)
def _no_tries_counted_yet() -> None:
    """Links that nobody made are guesses, and guessing is slowed down."""
    cache.clear()


@pytest.fixture
def known(provider: Provider) -> dict[str, str]:
    return known_to(provider, made.running(provider))


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_address_answers_a_role_in_order(
    provider: Provider,
    known: dict[str, str],
    client_of: Callable[[str], Client],
    role: str,
) -> None:
    client, scope = client_of(role), scope_of(provider.people[role])
    wrong = []
    for address in ADDRESSES:
        shut_out = address.gate.permissions and not any(map(scope.holds, address.gate.permissions))
        for path in {address.filled(known), address.filled({})}:
            status = client.get(path).status_code
            in_order = {403, 405} if shut_out else IN_ORDER
            if status not in in_order:
                wrong.append((path, status))
    assert wrong == []


def test_someone_signed_out_is_asked_to_sign_in_except_where_it_is_public(
    known: dict[str, str],
) -> None:
    wrong = []
    for address in ADDRESSES:
        path = address.filled(known)
        response = Client().get(path)
        asked = response.status_code == 302 and response["Location"].startswith(SIGN_IN)
        closed = response.status_code == 405 and "GET" not in address.gate.methods
        if response.status_code not in IN_ORDER | {503} or not (
            closed or asked == address.gate.signed_in
        ):
            wrong.append((path, response.status_code))
    assert wrong == []


def test_nothing_of_another_organisation_is_found(
    provider: Provider, known: dict[str, str]
) -> None:
    elsewhere = make_provider("Wrenfield Care")
    client = Client()
    client.force_login(
        elsewhere.people["governance_lead"],
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    beginnings = (
        "incidents/<",
        "actions/<",
        "complaints/<",
        "bulletins/<",
        "bulletins/answers/<",
        "pulse/<",
        "recall/<",
        "recall/for/<",
        "recall/people/<",
        "learning/<",
        "learning/from/<",
        "learning/number/<",
        "restrictions/<",
        "restrictions/snapshots/<",
        "signals/<",
        "themes/found/<",
        "reviews/<",
        "verification/<",
        "people/<",
        "safeguarding/<",
        "safeguarding/agencies/<",
        "interfaces/<",
        "interfaces/problems/<",
        "interfaces/for/<",
        "coaching/scenarios/<",
        "coaching/sessions/<",
        "coaching/sittings/<",
        "supervision/with/<",
        "supervision/sessions/<",
        "supervision/prompts/<",
        "escalation/<",
        "escalation/crises/<",
        "escalation/cohort/<",
        "settings/people/<",
    )
    found = [
        path
        for address in ADDRESSES
        if address.route.startswith(beginnings) and "GET" in address.gate.methods
        if client.get(path := address.filled(known)).status_code not in {403, 404}
    ]
    assert found == []
