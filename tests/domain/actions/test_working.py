"""Completed means implemented and communicated: two facts, either order, each with its proof."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from goldthread.clocks.models import Clock
from goldthread.clocks.terms import Standing
from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries import evidence_of
from goldthread.domain.actions.terms import Kind, Route, Status, Way
from goldthread.domain.incidents.terms import Status as IncidentStatus
from goldthread.evidence.queries import file_for
from goldthread.trail.verification import verify
from goldthread.workflow.refusals import Refused
from tests.factories.actions import (
    TEMPLATE,
    acting,
    communicate,
    draft_of,
    implement,
    make_agreed,
    make_complete,
    make_proposed,
    told_of,
)
from tests.factories.interfaces import agreed as partner_agrees
from tests.factories.provider import Provider

DAY = dt.timedelta(days=1)
EVIDENCE: dict[str, dict[str, Any]] = {
    "template": TEMPLATE,
    "supervision_record": {
        "supervisor": "Ade Mills",
        "held_on": "2026-01-05",
        "discussed": "The new duty board and how cover is named.",
    },
    "training_attendance": {
        "title": "Duty board",
        "held_on": "2026-01-05",
        "attended": "18",
        "eligible": "20",
    },
    "competency_check": {
        "assessor": "Ade Mills",
        "assessed": "Bo Reed",
        "result": "competent",
        "held_on": "2026-01-05",
    },
    "process_change": {
        "before": "Cover was arranged by telephone.",
        "after": "Cover is named on the board at 9:00.",
        "live_on": "2026-01-05",
    },
    "pathway_document": {"title": "Duty pathway", "version": "2", "live_on": "2026-01-05"},
    "interface_agreement": {
        "partner": "County crisis line",
        "agreed_on": "2026-01-05",
        "agreed": "Referrals arrive in one inbox.",
    },
    "link": {"title": "Board", "address": "https://larkfield.example/board"},
}
FITTING = [
    (Route.TEMPLATE, "template"),
    (Route.SUPERVISION, "supervision_record"),
    (Route.TRAINING, "training_attendance"),
    (Route.COMPETENCY_CHECK, "competency_check"),
    (Route.PROCESS, "process_change"),
    (Route.PATHWAY, "pathway_document"),
    (Route.INTERFACE, "interface_agreement"),
]


@pytest.fixture
def agreed(provider: Provider) -> Action:
    return make_agreed(provider)


def manager(provider: Provider) -> Any:
    return provider.people["team_manager"]


def implementing(provider: Provider, action: Action, **changes: Any) -> set[str]:
    """The codes with which recording the implementation is refused; empty when it is recorded."""
    values = {"live_on": timezone.localdate(), "how": "In use since Monday."} | changes
    try:
        actions.implement(action, by=manager(provider), **values)
    except Refused as refused:
        assert not action.implementations.exists()
        return set(refused.codes)
    return set()


def telling(provider: Provider, action: Action, **changes: Any) -> set[str]:
    """The codes with which recording the communication is refused; empty when it is recorded."""
    try:
        actions.communicate(action, told_of(**changes), by=manager(provider))
    except Refused as refused:
        assert not action.communications.exists()
        return set(refused.codes)
    return set()


@pytest.mark.capability(43)
@pytest.mark.rule("ACT-04", "allowed")
@pytest.mark.parametrize("order", [(implement, communicate), (communicate, implement)])
def test_both_facts_in_either_order_complete_an_action(
    provider: Provider, agreed: Action, order: tuple[Any, Any]
) -> None:
    for record in order:
        agreed = record(provider, agreed)
    assert (agreed.status, agreed.completed_by) == (Status.COMPLETE, manager(provider))


@pytest.mark.capability(43)
@pytest.mark.rule("ACT-04", "boundary")
@pytest.mark.parametrize(
    ("record", "words"), [(implement, "who was told"), (communicate, "no evidence yet")]
)
def test_one_fact_alone_is_not_complete_and_the_refusal_names_the_other(
    provider: Provider, agreed: Action, record: Any, words: str
) -> None:
    record(provider, agreed)
    with pytest.raises(Refused) as refused:
        actions.complete(agreed, by=manager(provider))
    agreed.refresh_from_db()
    assert (refused.value.codes, agreed.status) == (("ACT-04",), Status.AGREED)
    assert words in str(refused.value)


@pytest.mark.capability(43)
@pytest.mark.rule("ACT-04", "refused")
def test_an_action_with_neither_fact_says_both_are_missing(
    provider: Provider, agreed: Action
) -> None:
    with pytest.raises(Refused) as refused:
        actions.complete(agreed, by=manager(provider))
    assert "no evidence yet" in str(refused.value) and "how many were reached" in str(refused.value)


@pytest.mark.capability(43)
def test_a_proposal_is_neither_implemented_nor_communicated(provider: Provider) -> None:
    proposed = make_proposed(provider)
    assert telling(provider, proposed) == {"WF-02"}
    assert implementing(provider, proposed) == {"WF-02"}


@pytest.mark.capability(42)
def test_completing_meets_the_clock(provider: Provider) -> None:
    action = make_complete(provider)
    clock = Clock.objects.get(
        subject_type="actions.action", subject_id=action.pk, kind="action_due"
    )
    assert clock.standing() == Standing.MET


@pytest.mark.capability(40)
def test_an_action_not_complete_by_its_day_is_overdue(provider: Provider) -> None:
    action = make_agreed(provider)
    clock = Clock.objects.get(
        subject_type="actions.action", subject_id=action.pk, kind="action_due"
    )
    midnight = clock.due_at + dt.timedelta(seconds=1)
    assert clock.standing(midnight) == Standing.OVERDUE
    assert clock.standing(clock.due_at - dt.timedelta(seconds=1)) == Standing.DUE_SOON


@pytest.mark.rule("ACT-20", "refused")
def test_nothing_is_implemented_without_evidence(provider: Provider, agreed: Action) -> None:
    assert implementing(provider, agreed) == {"ACT-20"}


@pytest.mark.capability(41, 44, 45, 46, 47, 48)
@pytest.mark.rule("ACT-20", "allowed")
@pytest.mark.parametrize(("route", "kind"), FITTING)
def test_each_route_is_proved_by_its_own_kind_of_evidence(
    provider: Provider, route: Route, kind: str
) -> None:
    action = make_agreed(provider, routes=((route, "Duty board"),), partner="County crisis line")
    actions.add_evidence(action, kind, EVIDENCE[kind], by=manager(provider))
    assert not implementing(provider, action)


@pytest.mark.rule("ACT-20", "boundary")
def test_evidence_of_another_kind_proves_nothing_about_the_route(
    provider: Provider, agreed: Action
) -> None:
    actions.add_evidence(agreed, "link", EVIDENCE["link"], by=manager(provider))
    assert implementing(provider, agreed) == {"ACT-20"}


@pytest.mark.capability(103)
@pytest.mark.rule("ACT-20", "boundary")
def test_an_interface_change_needs_the_partners_agreement(provider: Provider) -> None:
    routes = ((Route.INTERFACE, "Crisis agreement"), (Route.TEMPLATE, "Referral form"))
    action = make_agreed(provider, routes=routes, kind=Kind.INTERFACE, partner="County crisis line")
    actions.add_evidence(action, "template", TEMPLATE, by=manager(provider))
    assert implementing(provider, action) == {"ACT-20"}
    actions.add_evidence(
        action, "interface_agreement", EVIDENCE["interface_agreement"], by=manager(provider)
    )
    assert not implementing(provider, action)


@pytest.mark.capability(103)
def test_what_the_partner_agreed_is_the_evidence_of_the_change_with_them(
    provider: Provider,
) -> None:
    routes = ((Route.INTERFACE, "Who owns what"),)
    ours = make_agreed(
        provider, routes=routes, kind=Kind.INTERFACE, partner="vale council,  Adult team"
    )
    other = make_agreed(provider, routes=routes, kind=Kind.INTERFACE, partner="County police")
    assert implementing(provider, ours) == {"ACT-20"}
    agreement = partner_agrees(provider)
    assert not implementing(provider, ours)
    assert implementing(provider, other) == {"ACT-20"}
    (proof,) = evidence_of(ours)
    assert proof.fields["agreed"].startswith(agreement.reference)


@pytest.mark.capability(46)
def test_training_evidence_says_attended_of_eligible(provider: Provider, agreed: Action) -> None:
    item = actions.add_evidence(
        agreed, "training_attendance", EVIDENCE["training_attendance"], by=manager(provider)
    )
    assert "18 of 20 (90%)" in item.summary


@pytest.mark.capability(44)
def test_a_template_without_its_version_before_is_refused_at_that_field(
    provider: Provider, agreed: Action
) -> None:
    with pytest.raises(Refused) as refused:
        actions.add_evidence(
            agreed, "template", TEMPLATE | {"version_before": ""}, by=manager(provider)
        )
    assert [r.field for r in refused.value.refusals] == ["version_before"]


@pytest.mark.rule("ACT-21", "refused")
@pytest.mark.rule("ACT-21", "boundary")
@pytest.mark.parametrize(("days", "codes"), [(None, {"ACT-21"}), (1, {"ACT-21"}), (0, set())])
def test_a_change_is_live_from_a_day_that_has_come(
    provider: Provider, agreed: Action, days: int | None, codes: set[str]
) -> None:
    actions.add_evidence(agreed, "template", TEMPLATE, by=manager(provider))
    live_on = None if days is None else timezone.localdate() + days * DAY
    assert implementing(provider, agreed, live_on=live_on) == codes


@pytest.mark.rule("ACT-21", "allowed")
@pytest.mark.rule("ACT-22", "allowed")
@pytest.mark.rule("ACT-23", "allowed")
def test_an_implementation_keeps_its_day_its_words_and_who_recorded_it(
    provider: Provider, agreed: Action
) -> None:
    implement(provider, agreed)
    row = agreed.implementations.get()
    assert (row.live_on, row.implemented_by) == (timezone.localdate(), manager(provider))


@pytest.mark.rule("ACT-22", "refused")
@pytest.mark.rule("ACT-22", "boundary")
def test_an_implementation_says_what_is_in_place(provider: Provider, agreed: Action) -> None:
    actions.add_evidence(agreed, "template", TEMPLATE, by=manager(provider))
    assert implementing(provider, agreed, how="  ") == {"ACT-22"}
    assert not implementing(provider, agreed, how="x")


@pytest.mark.rule("ACT-23", "refused")
@pytest.mark.rule("ACT-23", "boundary")
def test_a_change_is_implemented_once(provider: Provider, agreed: Action) -> None:
    implement(provider, agreed)
    with pytest.raises(Refused) as refused:
        implement(provider, agreed)
    assert refused.value.codes == ("ACT-23",)


@pytest.mark.rule("ACT-24", "refused")
@pytest.mark.rule("ACT-24", "boundary")
@pytest.mark.parametrize("changes", [{"who": " "}, {"way": ""}, {"way": "osmosis"}])
def test_communication_says_who_and_how(
    provider: Provider, agreed: Action, changes: dict[str, str]
) -> None:
    assert telling(provider, agreed, **changes) == {"ACT-24"}


@pytest.mark.rule("ACT-24", "allowed")
@pytest.mark.parametrize("way", list(Way))
def test_every_way_of_telling_people_counts(provider: Provider, agreed: Action, way: Way) -> None:
    assert not telling(provider, agreed, way=way)


@pytest.mark.capability(43)
@pytest.mark.rule("ACT-25", "refused")
@pytest.mark.parametrize("changes", [{"reached": None}, {"of": None}, {"acknowledged": 19}])
def test_communication_says_how_many_were_reached(
    provider: Provider, agreed: Action, changes: dict[str, Any]
) -> None:
    assert telling(provider, agreed, **changes) == {"ACT-25"}


@pytest.mark.rule("ACT-25", "boundary")
@pytest.mark.parametrize(
    ("reached", "of", "fits"), [(0, 20, False), (1, 20, True), (20, 20, True), (21, 20, False)]
)
def test_no_more_are_reached_than_should_be(
    provider: Provider, agreed: Action, reached: int, of: int, fits: bool
) -> None:
    assert (not telling(provider, agreed, reached=reached, of=of)) == fits


@pytest.mark.rule("ACT-25", "allowed")
def test_acknowledgements_are_kept(provider: Provider, agreed: Action) -> None:
    assert not telling(provider, agreed, way=Way.BULLETIN, acknowledged=18)
    assert agreed.communications.get().acknowledged == 18


@pytest.mark.rule("ACT-26", "refused")
@pytest.mark.rule("ACT-26", "boundary")
@pytest.mark.rule("ACT-26", "allowed")
@pytest.mark.parametrize(("days", "codes"), [(None, {"ACT-26"}), (1, {"ACT-26"}), (0, set())])
def test_people_were_told_on_a_day_that_has_come(
    provider: Provider, agreed: Action, days: int | None, codes: set[str]
) -> None:
    told_on = None if days is None else timezone.localdate() + days * DAY
    assert telling(provider, agreed, told_on=told_on) == codes


def test_later_telling_raises_the_reach_and_keeps_the_first(provider: Provider) -> None:
    action = make_complete(provider)
    actions.communicate(action, told_of(who="Night staff", reached=2, of=2), by=manager(provider))
    action.refresh_from_db()
    assert (action.status, action.communications.count()) == (Status.COMPLETE, 2)


@pytest.mark.rule("ACT-37", "refused")
def test_the_only_proof_of_an_implemented_action_is_not_withdrawn(
    provider: Provider, agreed: Action
) -> None:
    implement(provider, agreed)
    with pytest.raises(Refused) as refused:
        actions.withdraw_evidence(
            agreed, evidence_of(agreed).get(), "Wrong file", by=manager(provider)
        )
    assert refused.value.codes == ("ACT-37",)


@pytest.mark.rule("ACT-37", "boundary")
def test_a_proof_is_withdrawn_once_another_that_fits_stands(
    provider: Provider, agreed: Action
) -> None:
    implement(provider, agreed)
    first = evidence_of(agreed).get()
    actions.add_evidence(agreed, "template", TEMPLATE, by=manager(provider))
    actions.withdraw_evidence(agreed, first, "Wrong file", by=manager(provider))
    assert first not in evidence_of(agreed)


@pytest.mark.rule("ACT-37", "allowed")
def test_evidence_is_withdrawn_freely_before_it_carries_anything(
    provider: Provider, agreed: Action
) -> None:
    item = actions.add_evidence(agreed, "template", TEMPLATE, by=manager(provider))
    actions.withdraw_evidence(agreed, item, "Wrong version", by=manager(provider))
    assert implementing(provider, agreed) == {"ACT-20"}


def test_an_evidence_file_is_opened_by_those_who_see_the_action(
    provider: Provider, agreed: Action
) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    upload = SimpleUploadedFile("board.png", picture.getvalue(), "image/png")
    fields = {"shows": "The board", "taken_on": "2026-01-05"}
    item = actions.add_evidence(agreed, "photograph", fields, by=manager(provider), files=[upload])
    file = item.files.get()
    assert file_for(provider.people["verifier"], file.pk) == file
    assert file_for(provider.people["administrator"], file.pk) is None


@pytest.mark.capability(42)
def test_the_last_complete_action_moves_its_incident_to_verifying(provider: Provider) -> None:
    incident = acting(provider)
    make_complete(provider, incident)
    incident.refresh_from_db()
    assert incident.status == IncidentStatus.VERIFYING


def test_an_incident_waits_for_every_action(provider: Provider) -> None:
    incident = acting(provider)
    make_agreed(provider, incident, title="Another change")
    make_complete(provider, incident)
    incident.refresh_from_db()
    assert incident.status == IncidentStatus.ACTING


def test_withdrawing_the_last_open_action_moves_the_incident_on(provider: Provider) -> None:
    incident = acting(provider)
    other = make_agreed(provider, incident, title="Another change")
    make_complete(provider, incident)
    actions.withdraw(other, "The first does it all.", by=provider.people["governance_lead"])
    incident.refresh_from_db()
    assert incident.status == IncidentStatus.VERIFYING


def test_another_action_takes_a_verifying_incident_back_to_acting(provider: Provider) -> None:
    incident = acting(provider)
    make_complete(provider, incident)
    incident.refresh_from_db()
    make_agreed(provider, incident, title="One more change")
    incident.refresh_from_db()
    assert incident.status == IncidentStatus.ACTING


def test_a_thematic_action_moves_every_incident_it_serves(provider: Provider) -> None:
    first, second = acting(provider), acting(provider)
    make_complete(provider, first, also=(second,))
    second.refresh_from_db()
    assert second.status == IncidentStatus.VERIFYING


def test_the_owner_works_their_action_without_a_role_that_reads_incidents(
    provider: Provider,
) -> None:
    owner = provider.person("Una Field", "reporter")
    action = make_agreed(provider, owner=owner)
    actions.communicate(action, told_of(), by=owner)
    assert action.communications.get().communicated_by == owner


@pytest.mark.parametrize("role", ["reporter", "executive", "inspector", "administrator"])
def test_others_record_nothing_on_it(provider: Provider, agreed: Action, role: str) -> None:
    by = provider.people[role]
    with pytest.raises(Refused) as refused:
        actions.communicate(agreed, told_of(), by=by)
    assert refused.value.codes == ("WF-01",)
    with pytest.raises(Refused) as refused:
        actions.add_evidence(agreed, "template", TEMPLATE, by=by)
    assert refused.value.codes == ("WF-01",)


def test_the_trail_of_a_worked_action_verifies(provider: Provider) -> None:
    make_complete(provider)
    assert not list(verify())


def test_back_dated_facts_keep_their_own_times(provider: Provider) -> None:
    at = timezone.now() - 90 * DAY
    action = make_complete(provider, acting(provider, at=at), at=at + DAY)
    assert action.completed_at == at + DAY
    assert action.implementations.get().implemented_at == at + DAY


def test_evidence_is_refused_for_a_proposal(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        actions.add_evidence(make_proposed(provider), "template", TEMPLATE, by=manager(provider))
    assert refused.value.codes == ("WF-02",)


def test_a_draft_that_serves_its_own_incident_twice_counts_it_once(provider: Provider) -> None:
    incident = acting(provider)
    action = actions.propose(
        incident, draft_of(provider, also=(incident,)), by=provider.people["reviewer"]
    )
    assert not action.incident_links.exists()
