"""Learning is written, checked by someone else, and published only where it names nobody."""

from __future__ import annotations

from typing import Any

import pytest

from goldthread.clocks.queries import of_subject
from goldthread.domain.incidents.operations import restrict
from goldthread.domain.learning.library import operations, queries
from goldthread.domain.learning.library.models import Item
from goldthread.domain.learning.library.plain import unplain
from goldthread.domain.learning.library.terms import Shown, Status
from goldthread.notices.models import Notice
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, Refused
from tests.factories import learning, library
from tests.factories import verification as made
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider, make_provider


def refused_codes(call: Any, *args: Any, **kwargs: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


@pytest.mark.rule("LIB-01", "allowed")
@pytest.mark.rule("LIB-02", "allowed")
@pytest.mark.rule("LIB-03", "allowed")
@pytest.mark.rule("LIB-04", "allowed")
@pytest.mark.rule("LIB-05", "allowed")
@pytest.mark.rule("LIB-10", "allowed")
@pytest.mark.rule("LIB-12", "allowed")
@pytest.mark.capability(118)
def test_learning_goes_from_draft_through_a_check_to_every_member_of_staff(
    provider: Provider,
) -> None:
    item = library.published(provider)
    assert item.status == Status.PUBLISHED
    assert queries.feed(provider.people["reporter"]) == [item]


def test_each_item_has_a_reference_that_counts_up_in_its_organisation(provider: Provider) -> None:
    made_here = [library.drafted(provider).reference, library.drafted(provider).reference]
    elsewhere = library.drafted(make_provider("Wrenfield Care"))
    assert (*made_here, elsewhere.reference) == ("L-00001", "L-00002", "L-00001")


@pytest.mark.rule("LIB-01", "refused")
@pytest.mark.parametrize("changes", [{"title": " "}, {"happened": ""}, {"learnt": " "}])
def test_learning_without_its_three_parts_is_refused(
    provider: Provider, changes: dict[str, str]
) -> None:
    assert refused_codes(library.drafted, provider, **changes) == ("LIB-01",)
    assert not Item.objects.exists()


@pytest.mark.rule("LIB-02", "refused")
@pytest.mark.parametrize("changes", [{"changed": ""}, {"family": " "}])
def test_learning_without_a_change_or_family_version_is_not_handed_over(
    provider: Provider, changes: dict[str, str]
) -> None:
    item = library.drafted(provider, **changes)
    assert refused_codes(operations.hand_over, item, by=item.made_by) == ("LIB-02",)


@pytest.mark.rule("LIB-12", "refused")
def test_learning_without_a_theme_is_not_handed_over(provider: Provider) -> None:
    item = library.drafted(provider, themes=())
    assert refused_codes(operations.hand_over, item, by=item.made_by) == ("LIB-12",)


@pytest.mark.rule("LIB-03", "refused")
@pytest.mark.parametrize(
    ("part", "where"),
    [
        ("title", "the title"),
        ("happened", "what happened"),
        ("learnt", "what we learnt"),
        ("changed", "what changed"),
        ("family", "the family version"),
    ],
)
@pytest.mark.capability(104)
def test_a_name_known_to_the_incident_is_found_wherever_it_stands(
    provider: Provider, part: str, where: str
) -> None:
    source = learning.identifying_incident(provider)
    item = library.drafted(provider, source=source, **{part: "Someone told verrigan first."})
    with pytest.raises(Refused) as refused:
        operations.hand_over(item, by=item.made_by)
    assert refused.value.codes == ("LIB-03",)
    assert f"“verrigan” in {where} (name)" in refused.value.refusals[0].sentence


@pytest.mark.rule("LIB-03", "boundary")
@pytest.mark.rule("LIB-08", "allowed")
def test_words_that_name_nobody_may_stay_once_someone_says_why(provider: Provider) -> None:
    item = library.drafted(provider, learnt="Ask Mrs Verrigan, as the saying goes.")
    words = queries.still_found(item)[0].found.text
    operations.say_not_personal(item, words, "A saying, not a person.", by=item.made_by)
    assert queries.still_found(item) == []


@pytest.mark.rule("LIB-08", "refused")
@pytest.mark.parametrize(("words", "reason"), [("Verrigan", " "), ("Nobody Such", "Because.")])
def test_words_are_not_waved_through_without_reason_or_where_they_do_not_stand(
    provider: Provider, words: str, reason: str
) -> None:
    item = library.drafted(provider, learnt="Ask Mrs Verrigan.")
    call = operations.say_not_personal
    assert refused_codes(call, item, words, reason, by=item.made_by) == ("LIB-08",)


@pytest.mark.rule("LIB-10", "refused")
@pytest.mark.capability(104)
def test_the_words_of_the_trade_are_named_with_plain_ones(provider: Provider) -> None:
    family = "The CMHT missed the escalation threshold."
    item = library.drafted(provider, family=family)
    with pytest.raises(Refused) as refused:
        operations.hand_over(item, by=item.made_by)
    sentence = refused.value.refusals[0].sentence
    assert "“CMHT” (write it out)" in sentence
    assert "“escalation threshold” (say “the point at which we ask for more help”)" in sentence


@pytest.mark.rule("LIB-10", "boundary")
def test_abbreviations_that_everyone_knows_are_plain() -> None:
    assert unplain("The NHS and your GP, or A&E.") == []


@pytest.mark.rule("LIB-04", "refused")
def test_nobody_checks_what_they_wrote(provider: Provider) -> None:
    item = library.ready(provider)
    assert "LIB-04" in refused_codes(library.check, item, item.made_by)


@pytest.mark.rule("LIB-05", "refused")
@pytest.mark.parametrize("answers", [{"recognised": True}, {"recognised": None}, {"because": " "}])
def test_a_check_says_that_nobody_is_recognised_and_why(
    provider: Provider, answers: dict[str, Any]
) -> None:
    item, lead = library.ready(provider), provider.people["governance_lead"]
    assert refused_codes(library.check, item, lead, **answers) == ("LIB-05",)


@pytest.mark.rule("LIB-07", "refused")
def test_nobody_writes_from_an_incident_they_may_not_open(provider: Provider) -> None:
    source, people = make_incident(provider), provider.people
    restrict(source, "A colleague", [people["verifier"]], by=people["governance_lead"])
    source.refresh_from_db()
    assert refused_codes(library.drafted, provider, source=source) == ("LIB-07",)


@pytest.mark.rule("LIB-07", "allowed")
@pytest.mark.rule("LIB-11", "allowed")
def test_learning_rests_on_actions_of_its_incident(provider: Provider) -> None:
    plan = made.planned(provider)
    item = library.resting_on(provider, plan)
    assert list(item.actions.all()) == [plan.action]


@pytest.mark.rule("LIB-11", "refused")
def test_an_action_of_another_incident_is_refused(provider: Provider) -> None:
    plan = made.planned(provider)
    other = make_incident(provider)
    changes = {"source": other, "actions": (plan.action,)}
    assert refused_codes(library.drafted, provider, **changes) == ("LIB-11",)


@pytest.mark.rule("LIB-06", "refused")
@pytest.mark.rule("LIB-06", "allowed")
def test_what_is_retired_leaves_the_feed_with_a_reason(provider: Provider) -> None:
    item, lead = library.published(provider), provider.people["governance_lead"]
    assert refused_codes(operations.retire_item, item, " ", by=lead) == ("LIB-06",)
    operations.retire_item(item, "A newer one says it better.", by=lead)
    assert queries.feed(provider.people["reporter"]) == []
    assert queries.by_reference(provider.people["reporter"], item.reference).exists()


@pytest.mark.rule("LIB-09", "refused")
@pytest.mark.rule("LIB-09", "allowed")
def test_learning_is_sent_back_with_what_to_change(provider: Provider) -> None:
    item, lead = library.ready(provider), provider.people["governance_lead"]
    assert refused_codes(operations.send_back, item, "", by=lead) == ("LIB-09",)
    item = operations.send_back(item, "Say less of the place.", by=lead)
    assert (item.status, item.ready_at) == (Status.DRAFT, None)
    assert Notice.objects.get(recipient=item.made_by, kind="learning_sent_back")


def test_changing_checked_words_makes_them_a_draft_again(provider: Provider) -> None:
    item = library.checked(provider)
    draft = library.draft_of(provider, learnt="Something else.")
    item = operations.edit_item(item, draft, by=item.made_by)
    lead = provider.people["governance_lead"]
    assert item.status == Status.DRAFT
    assert refused_codes(operations.publish_item, item, by=lead) == (WRONG_STATE,)


def test_a_reporter_writes_no_learning(provider: Provider) -> None:
    reporter = provider.people["reporter"]
    assert refused_codes(library.drafted, provider, by=reporter) == (NOT_ALLOWED,)


def test_a_draft_is_not_seen_by_those_who_neither_write_nor_check_it(provider: Provider) -> None:
    item = library.drafted(provider)
    seen_by = {
        role: queries.visible_to(provider.people[role]).filter(pk=item.pk).exists()
        for role in ("reporter", "triage_lead", "reviewer", "governance_lead")
    }
    expected = {"reporter": False, "triage_lead": False, "reviewer": True, "governance_lead": True}
    assert seen_by == expected


def test_a_draft_from_an_incident_restricted_since_is_seen_by_nobody_else(
    provider: Provider,
) -> None:
    source, people = make_incident(provider), provider.people
    item = library.drafted(provider, source=source)
    restrict(source, "A colleague", [people["verifier"]], by=people["governance_lead"])
    assert not queries.visible_to(people["safeguarding_lead"]).filter(pk=item.pk).exists()


def test_the_trail_of_learning_carries_no_thread_and_none_of_its_words(provider: Provider) -> None:
    item = library.published(provider, source=make_incident(provider))
    entries = Entry.objects.filter(record_type="library.item", record_id=item.pk)
    assert entries.count() == 4
    assert set(entries.values_list("thread", flat=True)) == {None}
    assert not any(item.learnt in str(entry.body) for entry in entries)


def test_checking_has_a_clock_unless_the_incident_is_restricted(provider: Provider) -> None:
    source, people = make_incident(provider), provider.people
    lead = people["governance_lead"]
    restrict(source, "A colleague", [people["reviewer"], lead], by=lead)
    source.refresh_from_db()
    kept = library.ready(provider, source=source)
    plain = library.ready(provider)
    assert [of_subject(kept).count(), of_subject(plain).count()] == [0, 1]


def test_learning_is_found_by_words_theme_and_place(provider: Provider) -> None:
    here = library.published(provider, title="Rotas and visits", units=(provider.team,))
    everywhere = library.published(provider)
    reader = provider.people["reporter"]
    assert queries.feed(reader, text="rotas") == [here]
    assert queries.feed(reader, theme=library.THEME) == [everywhere, here]
    assert queries.feed(reader, theme="weak_interface_handovers") == []
    assert queries.feed(reader, unit=provider.other_team) == [everywhere]


def test_what_applies_to_a_unit_and_role_can_be_asked_for(provider: Provider) -> None:
    for_all = library.published(provider)
    library.published(provider, units=(provider.other_team,))
    for_supervisors = library.published(provider, units=(provider.locality,), roles=("supervisor",))
    found = queries.published_for(provider.team, "supervisor")
    assert list(found) == [for_supervisors, for_all]
    assert list(queries.published_for(provider.team, "reporter")) == [for_all]


def test_a_published_scenario_of_the_same_incident_stands_beside_the_learning(
    provider: Provider,
) -> None:
    source = make_incident(provider)
    scenario = learning.published(provider, source=source, subject="other")
    item = library.published(provider, source=source, themes=library.draft_of(provider).themes)
    learning.published(provider, title="About something else", subject="risk_taking")
    assert list(queries.scenarios_on(item, provider.people["supervisor"])) == [scenario]


def test_learning_on_no_change_is_not_yet_shown(provider: Provider) -> None:
    assert queries.standing_of(library.published(provider)).code == Shown.NOT_YET


@pytest.mark.capability(118)
def test_learning_is_shown_to_work_once_every_change_is_verified(provider: Provider) -> None:
    plan = made.measured(provider)
    item = library.resting_on(provider, plan)
    assert queries.standing_of(item).code == Shown.NOT_YET
    library.proven(provider, plan)
    assert queries.standing_of(item).code == Shown.VERIFIED
    assert queries.shown_to_work(provider.people["reporter"]) == [item]


def test_learning_is_not_shown_to_work_while_one_of_its_changes_is_not(
    provider: Provider,
) -> None:
    plan = library.proven(provider)
    other = made.planned(provider, plan.incident)
    actions = (plan.action, other.action)
    item = library.published(provider, source=plan.incident, actions=actions)
    standing = queries.standing_of(item)
    assert (standing.code, standing.proven, standing.changes) == (Shown.NOT_YET, 1, 2)


def test_a_relapse_shows_on_the_learning_by_itself(provider: Provider) -> None:
    item = library.resting_on(provider, library.relapsed(provider))
    assert queries.standing_of(item).code == Shown.RELAPSED
    assert queries.shown_to_work(provider.people["reporter"]) == []


def test_a_reader_who_may_not_open_the_action_reads_its_verdict_and_not_its_words(
    provider: Provider,
) -> None:
    item = library.resting_on(provider, library.proven(provider))
    (for_reporter,) = queries.changes_of(item, provider.people["reporter"])
    (for_lead,) = queries.changes_of(item, provider.people["governance_lead"])
    assert (for_reporter.action, for_reporter.shown) == (None, Shown.VERIFIED)
    assert for_lead.action is not None


def test_figures_of_a_restricted_incident_are_kept_from_those_not_named(
    provider: Provider,
) -> None:
    plan, people = library.proven(provider), provider.people
    item = library.resting_on(provider, plan)
    restrict(plan.incident, "A colleague", [people["verifier"]], by=people["governance_lead"])
    (change,) = queries.changes_of(item, people["triage_lead"])
    assert (change.action, change.result, change.shown) == (None, None, Shown.VERIFIED)
    assert queries.source_shown(item, people["triage_lead"]) is None
