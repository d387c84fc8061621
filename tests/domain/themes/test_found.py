"""Found themes: named, stable, shaped by people, and never giving a restricted incident away."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.incidents.queries import themes_in
from goldthread.domain.insight.themes import operations, queries
from goldthread.domain.insight.themes.models import FittedModel, FoundTheme, ThemeMember
from goldthread.domain.insight.themes.operations import fitting
from goldthread.domain.insight.themes.terms import FIT_AGAIN_AFTER
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import CHANGED_MEANWHILE, NOT_ALLOWED, Refused
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider
from tests.factories.themes import (
    MEDICATION,
    MISSED,
    account,
    accounts,
    found_themes,
    machine_theme,
)


@pytest.fixture
def found(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> list[FoundTheme]:
    """The themes of twenty-six accounts, where so few are enough."""
    monkeypatch.setattr(fitting, "FEWEST_ACCOUNTS", 20)
    return found_themes(provider, 13)


def of(found: list[FoundTheme], word: str) -> FoundTheme:
    """The theme most of whose accounts have the word."""
    return max(
        found, key=lambda one: one.members.filter(incident__narrative__contains=word).count()
    )


def fit_all(provider: Provider) -> None:
    """Gather everything again, as on a night after enough new accounts."""
    FittedModel.objects.update(shaped_since=True)
    operations.fit_found(provider.organisation)


def test_accounts_are_gathered_into_themes_with_terms_and_examples(
    found: list[FoundTheme],
) -> None:
    assert len(found) >= 2
    visits, doses = of(found, "rota"), of(found, "dose")
    assert visits != doses
    assert {"visit", "rota", "home"} & set(" ".join(visits.terms).split())
    for theme in found:
        assert theme.name
        assert 1 <= len(theme.exemplars) <= 3
        assert theme.size == ThemeMember.objects.filter(theme=theme).count()


def test_fewer_than_fifty_accounts_make_no_theme(provider: Provider) -> None:
    assert found_themes(provider, 24) == []


def test_fitting_again_changes_nothing(provider: Provider, found: list[FoundTheme]) -> None:
    before = list(ThemeMember.objects.order_by("pk").values_list("incident", "theme"))
    names = [(one.machine_id, one.name, one.size) for one in found]
    assert operations.fit_found(provider.organisation) == 0
    fit_all(provider)
    assert before == list(ThemeMember.objects.order_by("pk").values_list("incident", "theme"))
    again = FoundTheme.objects.order_by("-size", "pk")
    assert [(one.machine_id, one.name, one.size) for one in again] == names


def test_new_accounts_join_the_theme_they_fit(provider: Provider, found: list[FoundTheme]) -> None:
    fitted_at = FittedModel.objects.get().fitted_at
    new = make_incident(provider, narrative=account(MISSED, 3))
    size = of(found, "rota").size
    assert operations.fit_found(provider.organisation) == 1
    theme = ThemeMember.objects.get(incident=new).theme
    assert theme is not None
    assert theme.members.filter(incident__narrative__contains="rota").count() > 1
    assert FittedModel.objects.get().fitted_at == fitted_at
    assert theme.size == theme.members.count() >= min(size, 2)


def test_enough_new_accounts_of_another_kind_make_a_theme_of_their_own(
    provider: Provider, found: list[FoundTheme]
) -> None:
    told = "A window in the garden room was broken by wind and glass lay on the path, number"
    new = [
        make_incident(provider, narrative=f"{told} {number}.") for number in range(FIT_AGAIN_AFTER)
    ]
    operations.fit_found(provider.organisation)
    rows = ThemeMember.objects.filter(incident__in=new).values_list("theme", flat=True)
    assert set(rows).isdisjoint({one.pk for one in found})
    assert FoundTheme.objects.filter(pk__in={one.pk for one in found}).count() == len(found)


def test_a_name_a_person_gave_stays(provider: Provider, found: list[FoundTheme]) -> None:
    lead = provider.people["triage_lead"]
    operations.rename(found[0], "Visits lost in the rota", by=lead)
    fit_all(provider)
    kept = FoundTheme.objects.get(pk=found[0].pk)
    assert (kept.name, kept.named_by, kept.retired_on) == ("Visits lost in the rota", lead, None)
    assert Entry.objects.filter(kind="found_theme.rename", record_id=kept.pk).exists()


def test_merged_themes_stay_one(provider: Provider, found: list[FoundTheme]) -> None:
    lead = provider.people["triage_lead"]
    first, second, *_ = found
    both = first.size + second.size
    operations.merge(second, first, by=lead)
    fit_all(provider)
    kept, gone = (FoundTheme.objects.get(pk=one.pk) for one in (first, second))
    assert kept.size >= both
    assert (gone.merged_into, gone.retired_on is None, gone.members.count()) == (kept, False, 0)


def test_new_accounts_of_a_merged_theme_join_the_one_it_went_into(
    provider: Provider, found: list[FoundTheme]
) -> None:
    lead = provider.people["triage_lead"]
    visits = of(found, "rota")
    doses = of(found, "dose")
    operations.merge(visits, doses, by=lead)
    FittedModel.objects.update(shaped_since=False)
    new = make_incident(provider, narrative=account(MISSED, 0))
    operations.fit_found(provider.organisation)
    theme = ThemeMember.objects.get(incident=new).theme
    assert theme is None or theme.retired_on is None


def test_a_split_theme_stays_two(provider: Provider, found: list[FoundTheme]) -> None:
    lead = provider.people["triage_lead"]
    for other in found[1:]:
        found[0].refresh_from_db()
        operations.merge(other, found[0], by=lead)
    whole = FoundTheme.objects.get(pk=found[0].pk)
    kept, made = operations.split(whole, by=lead)
    assert kept.size + made.size == whole.members.count() + made.members.count()
    assert made.machine_id not in {one.machine_id for one in found}
    sizes = (kept.members.count(), made.members.count())
    fit_all(provider)
    assert (kept.members.count(), made.members.count()) == sizes
    assert FoundTheme.objects.filter(retired_on__isnull=True).count() == 2


def test_a_pinned_theme_is_kept_when_its_accounts_are_gone(
    provider: Provider, found: list[FoundTheme]
) -> None:
    lead = provider.people["governance_lead"]
    operations.pin(found[-1], by=lead)
    for member in found[-1].members.select_related("incident"):
        incidents.restrict(member.incident, "A named matter.", [lead], by=lead)
    make_incident(provider, narrative=account(MISSED, 1))
    fit_all(provider)
    assert FoundTheme.objects.get(pk=found[-1].pk).retired_on is None
    operations.pin(FoundTheme.objects.get(pk=found[-1].pk), False, by=lead)
    assert not FoundTheme.objects.get(pk=found[-1].pk).pinned


def test_a_found_theme_becomes_one_of_ours_and_is_suggested_by_its_words(
    provider: Provider, found: list[FoundTheme]
) -> None:
    lead = provider.people["governance_lead"]
    visits = of(found, "rota")
    ours = operations.adopt(visits, name="Visits lost in the rota", by=lead)
    assert (ours.code, ours.built_in) == ("visits_lost_in_the_rota", False)
    text = " ".join(visits.terms)
    assert ours in [theme for theme, _ in themes_in(text, provider.organisation.pk)]
    visits.refresh_from_db()
    assert (visits.theme, visits.name, visits.pinned) == (ours, ours.name, True)


def test_a_found_theme_can_join_one_we_have(provider: Provider, found: list[FoundTheme]) -> None:
    have = Theme.objects.filter(organisation=provider.organisation)[0]
    number = Theme.objects.count()
    operations.adopt(found[0], ours=have, by=provider.people["triage_lead"])
    assert FoundTheme.objects.get(pk=found[0].pk).theme == have
    assert Theme.objects.count() == number


def test_a_restricted_incident_is_in_no_theme_and_no_example(
    provider: Provider, found: list[FoundTheme]
) -> None:
    lead = provider.people["governance_lead"]
    hidden = Incident.objects.get(pk=found[0].exemplars[0])
    incidents.restrict(hidden, "A member of staff is involved.", [lead], by=lead)
    theme = FoundTheme.objects.get(pk=found[0].pk)
    assert hidden.pk not in theme.exemplars
    assert theme.size == found[0].size - 1
    fit_all(provider)
    assert not ThemeMember.objects.filter(incident=hidden).exists()
    assert all(hidden.pk not in one.exemplars for one in FoundTheme.objects.all())


def test_counts_and_examples_are_those_in_the_readers_sight(
    provider: Provider, found: list[FoundTheme]
) -> None:
    theirs = make_incident(provider, unit=provider.other_team, narrative=account(MISSED, 0))
    operations.fit_found(provider.organisation)
    user = provider.person("Birch Supervisor", "supervisor", provider.other_team)
    (seen,) = queries.sighted(user, queries.visible_to(user))
    assert seen.number == 1
    assert seen.examples == ()
    assert list(queries.incidents_in(user, seen.theme)) == [theirs]
    everyone = queries.sighted(provider.people["executive"], queries.visible_to(user))
    assert (
        sum(one.number for one in everyone)
        == ThemeMember.objects.filter(theme__isnull=False).count()
    )


def test_the_trend_compares_two_quarters(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "FEWEST_ACCOUNTS", 20)
    accounts(provider, 10, days_ago=120)
    accounts(provider, 5, days_ago=10)
    operations.fit_found(provider.organisation)
    user = provider.people["executive"]
    seen = queries.sighted(user, queries.visible_to(user))
    assert (sum(o.lately for o in seen), sum(o.before for o in seen)) == (10, 20)


def test_those_who_may_not_shape_themes_are_refused(
    provider: Provider, found: list[FoundTheme]
) -> None:
    reviewer = provider.people["reviewer"]
    for call in (
        lambda: operations.rename(found[0], "Mine", by=reviewer),
        lambda: operations.pin(found[0], by=reviewer),
        lambda: operations.merge(found[1], found[0], by=reviewer),
        lambda: operations.split(found[0], by=reviewer),
        lambda: operations.adopt(found[0], name="Mine", by=reviewer),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.codes == (NOT_ALLOWED,)


def test_two_people_shaping_one_theme_do_not_overwrite_each_other(
    provider: Provider, found: list[FoundTheme]
) -> None:
    lead = provider.people["triage_lead"]
    stale = FoundTheme.objects.get(pk=found[0].pk)
    operations.rename(found[0], "First", by=lead)
    with pytest.raises(Refused) as refused:
        operations.rename(stale, "Second", by=lead)
    assert refused.value.codes == (CHANGED_MEANWHILE,)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Visits", marks=pytest.mark.rule("THM-01", "allowed")),
        pytest.param("  V ", marks=pytest.mark.rule("THM-01", "boundary")),
        pytest.param("   ", marks=pytest.mark.rule("THM-01", "refused")),
    ],
)
def test_a_theme_needs_a_name(provider: Provider, name: str) -> None:
    theme = machine_theme(provider, 1)
    if name.strip():
        operations.rename(theme, name, by=provider.people["triage_lead"])
        assert FoundTheme.objects.get(pk=theme.pk).name == name.strip()
        return
    with pytest.raises(Refused) as refused:
        operations.rename(theme, name, by=provider.people["triage_lead"])
    assert refused.value.codes == ("THM-01",)


@pytest.mark.rule("THM-02", "allowed")
def test_a_theme_is_merged_into_another(provider: Provider) -> None:
    one, other = machine_theme(provider, 1), machine_theme(provider, 2)
    assert operations.merge(one, other, by=provider.people["triage_lead"]) == other


@pytest.mark.rule("THM-02", "refused")
def test_a_theme_is_not_merged_into_one_that_is_gone(provider: Provider) -> None:
    lead = provider.people["triage_lead"]
    one, other, third = (machine_theme(provider, number) for number in (1, 2, 3))
    operations.merge(one, other, by=lead)
    one.refresh_from_db()
    for into in (one, None):
        with pytest.raises(Refused) as refused:
            operations.merge(third, into, by=lead)
        assert refused.value.codes == ("THM-02",)


@pytest.mark.rule("THM-02", "boundary")
def test_a_theme_is_not_merged_into_itself(provider: Provider) -> None:
    one = machine_theme(provider, 1)
    with pytest.raises(Refused) as refused:
        operations.merge(one, one, by=provider.people["triage_lead"])
    assert refused.value.codes == ("THM-02",)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param(12, "THM-04", marks=pytest.mark.rule("THM-03", "allowed")),
        pytest.param(10, "THM-04", marks=pytest.mark.rule("THM-03", "boundary")),
        pytest.param(9, "THM-03", marks=pytest.mark.rule("THM-03", "refused")),
    ],
)
def test_a_theme_of_few_accounts_is_not_split(provider: Provider, number: int, code: str) -> None:
    """Ten are enough; then, where nothing was ever fitted, it waits for the night."""
    theme = machine_theme(provider, 1)
    now = timezone.now() - dt.timedelta(days=1)
    for at in range(number):
        incident = make_incident(provider, narrative=account(MEDICATION, at))
        ThemeMember.objects.create(incident=incident, theme=theme, joined_at=now)
    with pytest.raises(Refused) as refused:
        operations.split(theme, by=provider.people["triage_lead"])
    assert refused.value.codes == (code,)
