"""Settings in the browser: who may, what is said, and that nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from goldthread.access import operations as access
from goldthread.access.models import OnCall, OrganisationProfile, RoleGrant, Unit, User
from goldthread.access.refusals import Refused
from goldthread.access.terms import ROLES
from goldthread.clocks.models import ClockPolicy
from goldthread.domain.incidents import operations
from goldthread.domain.incidents.models import Category, Tag, Theme
from goldthread.trail.models import Entry
from tests.factories.clients import client_for
from tests.factories.incidents import NARRATIVE, make_incident
from tests.factories.provider import Provider, make_provider

NAMES = (
    "index",
    "roles",
    "units",
    "unit_new",
    "people",
    "person_new",
    "rota",
    "rota_new",
    "categories",
    "categories_new",
    "themes",
    "themes_new",
    "pathways",
    "pathways_new",
    "service_models",
    "service_models_new",
    "clocks",
    "profile",
)


def addresses(provider: Provider) -> list[str]:
    """Every page of settings that is read, for this provider."""
    person = provider.people["reporter"]
    grant = person.grants.get()
    theme = Theme.objects.filter(organisation=provider.organisation)[0]
    category = Category.objects.filter(organisation=provider.organisation)[0]
    pathway = Tag.objects.filter(organisation=provider.organisation, kind="pathway")[0]
    one = [
        ("unit", provider.team.pk),
        ("unit_close", provider.team.pk),
        ("person", person.pk),
        ("details", person.pk),
        ("absence", person.pk),
        ("leave", person.pk),
        ("role_new", person.pk),
        ("role", person.pk, grant.pk),
        ("themes_one", theme.code),
        ("categories_one", category.code),
        ("pathways_one", pathway.code),
        ("clock", "triage"),
    ]
    return [reverse(f"administration:{name}") for name in NAMES] + [
        reverse(f"administration:{name}", args=rest) for name, *rest in one
    ]


@pytest.fixture
def administrator(provider: Provider) -> Client:
    return client_for(provider.people["administrator"])


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"administration:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def send(client: Client, address: str, typed: Mapping[str, object]) -> tuple[int, str]:
    """Fill the form of the page as a browser does, with the version it was made for."""
    shown = client.get(address).content.decode()
    found = re.search(r'name="page_version" value="(\d+)"', shown)
    version = {"page_version": found[1]} if found else {}
    response = client.post(address, {**version, **typed})
    return response.status_code, response.content.decode()


def of(name: str, *args: object) -> str:
    return reverse(f"administration:{name}", args=args)


def kinds_of(record: object) -> list[str]:
    label = record._meta.label_lower  # type: ignore[attr-defined]
    rows = Entry.objects.filter(record_type=label, record_id=record.pk)  # type: ignore[attr-defined]
    return list(rows.order_by("sequence").values_list("kind", flat=True))


def test_every_page_is_for_administrators_and_for_nobody_else(provider: Provider) -> None:
    for role in ROLES:
        client = client_for(provider.people[role])
        expected = 200 if role == "administrator" else 403
        found = {address: client.get(address).status_code for address in addresses(provider)}
        assert set(found.values()) == {expected}, (role, found)


def test_no_page_of_settings_shows_a_narrative(provider: Provider, administrator: Client) -> None:
    incident = make_incident(provider)
    for address in addresses(provider):
        text = administrator.get(address).content.decode()
        assert NARRATIVE[:40] not in text
        assert incident.reference not in text


def test_nothing_of_another_organisation_can_be_reached(provider: Provider) -> None:
    other = make_provider("Harrow Street Charity")
    stranger = client_for(other.people["administrator"])
    person = provider.people["reporter"]
    for name, *rest in (
        ("unit", provider.team.pk),
        ("person", person.pk),
        ("details", person.pk),
        ("role", person.pk, person.grants.get().pk),
    ):
        assert stranger.get(of(str(name), *rest)).status_code == 404
    assert provider.people["reporter"].email not in page(stranger, "people")
    assert provider.team.name not in page(stranger, "units").replace(other.team.name, "") or (
        provider.team.name == other.team.name
    )


@pytest.mark.parametrize(
    "name", ["index", "units", "people", "rota", "themes", "categories", "clocks"]
)
def test_a_list_needs_few_queries(
    provider: Provider,
    administrator: Client,
    name: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    page(administrator, name)
    with django_assert_max_num_queries(14):
        page(administrator, name)


@pytest.mark.capability(2)
def test_a_built_in_theme_is_renamed_and_cannot_be_retired(
    provider: Provider, administrator: Client
) -> None:
    theme = Theme.objects.filter(organisation=provider.organisation, built_in=True)[0]
    address = of("themes_one", theme.code)
    assert "No longer in use" not in administrator.get(address).content.decode()
    status, text = send(administrator, address, {"name": "Handing over", "retired": "on"})
    assert (status, "A built-in theme can be renamed, not retired." in text) == (422, True)
    assert send(administrator, address, {"name": "Handing over"})[0] == 302
    theme.refresh_from_db()
    assert (theme.name, theme.retired_on) == ("Handing over", None)
    assert kinds_of(theme) == ["settings.theme"]


def test_a_customers_own_theme_is_added_with_its_words_and_retired(
    provider: Provider, administrator: Client
) -> None:
    status, _ = send(
        administrator, of("themes_new"), {"name": "Transport", "phrases": "no taxi\nno bus\n"}
    )
    theme = Theme.objects.get(organisation=provider.organisation, code="transport")
    assert (status, theme.phrases) == (302, ["no taxi", "no bus"])
    typed = {"name": "Transport", "phrases": "no taxi", "retired": "on"}
    assert send(administrator, of("themes_one", "transport"), typed)[0] == 302
    assert Theme.objects.get(pk=theme.pk).retired_on is not None


def test_a_name_that_is_taken_is_refused_at_the_field_and_nothing_typed_is_lost(
    provider: Provider, administrator: Client
) -> None:
    taken = Category.objects.filter(organisation=provider.organisation)[0].name
    typed = {"name": taken.upper(), "description": "My long explanation"}
    status, text = send(administrator, of("categories_new"), typed)
    assert status == 422
    assert f"There is one called {taken.upper()} already." in text.replace("&#39;", "'")
    assert "My long explanation" in text


@pytest.mark.capability(121)
def test_a_pathway_and_a_service_model_are_added(provider: Provider, administrator: Client) -> None:
    for name, kind in (("pathways", "pathway"), ("service_models", "service_model")):
        assert send(administrator, of(f"{name}_new"), {"name": "Perinatal help"})[0] == 302
        assert Tag.objects.filter(kind=kind, code="perinatal_help").exists()


def test_the_second_of_two_who_change_a_category_reads_what_the_first_did(
    provider: Provider, administrator: Client
) -> None:
    row = Category.objects.filter(organisation=provider.organisation)[0]
    second = provider.person("Second Keeper", "administrator", provider.organisation)
    operations.save_category(provider.organisation, row.code, "First name", by=second)
    typed = {"name": "My name", "description": "My help", "page_version": 0}
    response = administrator.post(of("categories_one", row.code), typed)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Changed a category." in text
    assert "Second Keeper" in text
    assert 'value="My name"' in text
    assert send(administrator, of("categories_one", row.code), {"name": "My name"})[0] == 302


def test_a_unit_is_added_renamed_and_closed_and_each_is_on_its_trail(
    provider: Provider, administrator: Client
) -> None:
    typed = {"name": "Cedar Team", "kind": "team", "parent": provider.locality.pk, "caseload": 30}
    assert send(administrator, of("unit_new"), typed)[0] == 302
    unit = Unit.objects.get(name="Cedar Team")
    typed = {"name": "Cedar and Oak Team", "caseload": 42, "service_model": ""}
    assert send(administrator, of("unit", unit.pk), typed)[0] == 302
    closing = {"on-day": 1, "on-month": 11, "on-year": 2026}
    assert send(administrator, of("unit_close", unit.pk), closing)[0] == 302
    unit.refresh_from_db()
    assert (unit.name, unit.caseload, str(unit.closed_on)) == (
        "Cedar and Oak Team",
        42,
        "2026-11-01",
    )
    assert kinds_of(unit) == ["access.add_unit", "access.change_unit", "access.close_unit"]


def test_a_unit_with_an_open_unit_below_it_is_not_closed(
    provider: Provider, administrator: Client
) -> None:
    closing = {"on-day": 1, "on-month": 11, "on-year": 2026}
    status, text = send(administrator, of("unit_close", provider.locality.pk), closing)
    assert status == 422
    assert "Alder Team below it is still open. Close that first." in text


def test_a_wrong_caseload_is_named_at_its_field_and_the_name_stays(
    provider: Provider, administrator: Client
) -> None:
    typed = {"name": "Alder and Ash", "caseload": "about sixty"}
    status, text = send(administrator, of("unit", provider.team.pk), typed)
    assert status == 422
    assert "Caseload must be a whole number between" in text
    assert 'value="Alder and Ash"' in text


def test_a_person_is_added_given_a_role_with_dates_and_the_role_taken_away(
    provider: Provider, administrator: Client
) -> None:
    typed = {"name": "Noor Example", "email": "noor@larkfield.example", "job_title": "Nurse"}
    assert send(administrator, of("person_new"), typed)[0] == 302
    person = User.objects.get(email="noor@larkfield.example")
    role = {"role": "supervisor", "unit": provider.team.pk, "ends_on-day": 1, "ends_on-month": 12,
            "ends_on-year": 2030}  # fmt: skip
    assert send(administrator, of("role_new", person.pk), role)[0] == 302
    text = page(administrator, "person", person.pk)
    assert "Supervisor, Alder Team" in text
    assert "Until 1 December 2030" in text
    grant = RoleGrant.objects.get(user=person)
    assert administrator.post(of("role_withdraw", person.pk, grant.pk)).status_code == 302
    assert not RoleGrant.objects.filter(user=person).exists()
    assert kinds_of(person) == ["access.add_person", "access.grant_role", "access.withdraw_role"]


def test_an_address_that_is_taken_is_refused_at_its_field(
    provider: Provider, administrator: Client
) -> None:
    typed = {"name": "Noor Example", "email": provider.people["reporter"].email}
    status, text = send(administrator, of("person_new"), typed)
    assert status == 422
    assert "Someone with this e-mail address is here already." in text
    assert 'value="Noor Example"' in text


def test_nobody_gives_themselves_a_role(provider: Provider, administrator: Client) -> None:
    own = provider.people["administrator"]
    role = {"role": "governance_lead", "unit": provider.organisation.pk}
    status, text = send(administrator, of("role_new", own.pk), role)
    assert status == 422
    assert "You cannot change your own roles. Ask another administrator." in text
    assert own.grants.count() == 1


def test_an_administrator_of_one_team_gives_roles_there_only(provider: Provider) -> None:
    local = client_for(provider.person("Local Keeper", "administrator"))
    person = provider.people["reporter"]
    elsewhere = {"role": "supervisor", "unit": provider.other_team.pk}
    assert send(local, of("role_new", person.pk), elsewhere)[0] == 422
    here = {"role": "supervisor", "unit": provider.team.pk}
    assert send(local, of("role_new", person.pk), here)[0] == 302
    assert local.get(of("themes")).status_code == 403
    assert local.get(of("profile")).status_code == 403
    assert local.get(of("person_new")).status_code == 403


def test_an_absence_with_its_cover_is_noted_and_ended(
    provider: Provider, administrator: Client
) -> None:
    person, cover = provider.people["team_manager"], provider.people["supervisor"]
    typed = {"absent_from-day": 1, "absent_from-month": 11, "absent_from-year": 2026,
             "covered_by": cover.pk}  # fmt: skip
    assert send(administrator, of("absence", person.pk), typed)[0] == 302
    assert "covered by Test Supervisor" in page(administrator, "person", person.pk)
    assert send(administrator, of("absence", person.pk), {})[0] == 302
    assert User.objects.get(pk=person.pk).absent_from is None


def test_the_days_of_an_absence_the_wrong_way_round_are_named(
    provider: Provider, administrator: Client
) -> None:
    typed = {"absent_from-day": 9, "absent_from-month": 11, "absent_from-year": 2026,
             "absent_until-day": 2, "absent_until-month": 11, "absent_until-year": 2026}  # fmt: skip
    status, text = send(administrator, of("absence", provider.people["reporter"].pk), typed)
    assert status == 422
    assert "The last day is before the first. Check both." in text


def test_a_last_day_ends_the_roles(provider: Provider, administrator: Client) -> None:
    person = provider.people["reviewer"]
    typed = {"on-day": 1, "on-month": 1, "on-year": 2031}
    assert send(administrator, of("leave", person.pk), typed)[0] == 302
    assert "Leaves on 1 January 2031" in page(administrator, "person", person.pk)
    assert str(person.grants.get().ends_on) == "2031-01-01"


def test_a_link_to_set_a_password_goes_to_the_person_alone_and_is_on_the_trail(
    provider: Provider, administrator: Client, settings: Any
) -> None:
    person = provider.people["reviewer"]
    assert administrator.post(of("reset", person.pk)).status_code == 422
    settings.EMAIL_CONFIGURED = True
    response = administrator.post(of("reset", person.pk), follow=True)
    assert [letter.to for letter in mail.outbox] == [[person.email]]
    link = next(word for word in mail.outbox[0].body.split() if "://" in word)
    assert link not in response.content.decode()
    assert kinds_of(person)[-1] == "access.reset_sent"


def test_someone_is_put_on_call_and_removed(provider: Provider, administrator: Client) -> None:
    manager = provider.people["team_manager"]
    typed = {"unit": provider.team.pk, "user": manager.pk,
             "starts_on-day": 1, "starts_on-month": 3, "starts_on-year": 2035, "starts": "17:00",
             "ends_on-day": 2, "ends_on-month": 3, "ends_on-year": 2035, "ends": "9:00"}  # fmt: skip
    assert send(administrator, of("rota_new"), typed | {"ends_on-day": 1})[0] == 422
    assert send(administrator, of("rota_new"), typed)[0] == 302
    text = page(administrator, "rota")
    assert "1 March 2035 at 17:00 to 2 March 2035 at 09:00" in text
    entry = OnCall.objects.get()
    assert administrator.post(of("rota_remove", entry.pk)).status_code == 302
    assert not OnCall.objects.exists()
    assert kinds_of(provider.team)[-2:] == ["access.put_on_call", "access.take_off_call"]


LIMIT = {
    "due_amount": 12,
    "due_unit": "hours",
    "breach_amount": 24,
    "breach_unit": "hours",
    "words": "",
    "source": "local_policy",
    "source_text": "Agreed by the board in October.",
    "checked": "on",
}


def test_a_time_limit_is_changed_and_confirmed(provider: Provider, administrator: Client) -> None:
    policy = ClockPolicy.objects.get(organisation=provider.organisation, kind="time_to_safe")
    assert "Needs checking" in administrator.get(of("clock", policy.kind)).content.decode()
    assert send(administrator, of("clock", policy.kind), LIMIT)[0] == 302
    policy.refresh_from_db()
    assert (policy.due_amount, policy.breach_amount, policy.needs_checking) == (12, 24, False)
    assert kinds_of(policy) == ["clocks.policy"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"due_amount": ""}, "Give a time, or the words the source uses."),
        ({"due_unit": ""}, "Choose what the time is counted in."),
        ({"breach_amount": 11}, "The breach must come after the due time. Check both."),
        ({"source_text": ""}, "Enter where it comes from"),
    ],
)
def test_a_time_limit_that_makes_no_sense_is_refused_at_its_field(
    provider: Provider, administrator: Client, change: dict[str, object], sentence: str
) -> None:
    status, text = send(administrator, of("clock", "triage"), LIMIT | change)
    assert status == 422
    assert sentence in text
    assert "Agreed by the board" in text or "source_text" in change


def test_a_breach_at_the_due_time_itself_is_allowed(
    provider: Provider, administrator: Client
) -> None:
    assert send(administrator, of("clock", "triage"), LIMIT | {"breach_amount": 12})[0] == 302


PROFILE = {
    "provider_type": "independent",
    "ods_code": "a1b",
    "service_began_on-day": 1,
    "service_began_on-month": 4,
    "service_began_on-year": 2001,
    "contact_text": "Ring the duty line.",
}


def test_the_profile_is_changed_and_brings_the_limits_of_the_new_type(
    provider: Provider, administrator: Client
) -> None:
    assert send(administrator, of("profile"), PROFILE)[0] == 302
    profile = OrganisationProfile.objects.get(unit=provider.organisation)
    assert (profile.provider_type, profile.ods_code) == ("independent", "A1B")
    assert kinds_of(profile) == ["access.change_profile"]


def test_only_an_nhs_body_shows_the_nhs_logo(provider: Provider, administrator: Client) -> None:
    status, text = send(administrator, of("profile"), PROFILE | {"shows_nhs_logo": "on"})
    assert status == 422
    assert "Only an NHS body may show the NHS logo." in text
    assert "Ring the duty line." in text


def test_the_operations_refuse_whoever_may_not_change_settings(provider: Provider) -> None:
    lead = provider.people["governance_lead"]
    calls = (
        lambda: operations.save_theme(provider.organisation, "x", "X", by=lead),
        lambda: access.change_unit(provider.team, "X", caseload=None, by=lead),
        lambda: access.add_unit(provider.locality, "X", by=lead),
        lambda: access.grant_role(provider.people["reporter"], "verifier", provider.team, by=lead),
    )
    for call in calls:
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.codes == ("WF-01",)
