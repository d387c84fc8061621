"""A link opens one record for one recipient, for a time, with a code that only they get."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from goldthread.domain.incidents.models import Incident
from goldthread.links import operations, queries
from goldthread.links.models import SignedLink
from goldthread.links.terms import CODE_TRIES, LIFETIME
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import Refused
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

ADDRESS = "alex.reed@vale.example"


@pytest.fixture
def subject(provider: Provider) -> Incident:
    return make_incident(provider)


def link_to(provider: Provider, subject: Incident, **when: Any) -> tuple[SignedLink, str]:
    by = provider.people["safeguarding_lead"]
    return operations.make_link(
        subject, ADDRESS, unit=provider.team, by=by, thread=subject.pk, **when
    )


def code_of(call: Any) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.codes[0]


def test_neither_the_token_nor_the_address_can_be_read_from_the_database(
    provider: Provider, subject: Incident
) -> None:
    link, token = link_to(provider, subject)
    stored = SignedLink.objects.filter(pk=link.pk).extra(select={"raw": "recipient"})
    assert token not in str(stored.values().get())
    assert ADDRESS not in stored.values_list("raw", flat=True).get()
    assert queries.by_token(token, timezone.now()) == link


def test_a_guessed_link_is_not_known(subject: Incident) -> None:
    assert code_of(lambda: queries.by_token("guess", timezone.now())) == "LNK-01"


def test_a_link_opens_until_its_last_moment_and_not_after(
    provider: Provider, subject: Incident
) -> None:
    link, token = link_to(provider, subject)
    assert queries.by_token(token, link.expires_at - dt.timedelta(seconds=1)) == link
    assert code_of(lambda: queries.by_token(token, link.made_at + LIFETIME)) == "LNK-02"


def test_a_new_link_withdraws_the_one_before(provider: Provider, subject: Incident) -> None:
    _, first = link_to(provider, subject)
    _, second = link_to(provider, subject)
    assert code_of(lambda: queries.by_token(first, timezone.now())) == "LNK-03"
    assert queries.by_token(second, timezone.now())


def test_a_used_link_opens_nothing(provider: Provider, subject: Incident) -> None:
    link, token = link_to(provider, subject)
    operations.use(link)
    assert code_of(lambda: queries.by_token(token, timezone.now())) == "LNK-04"
    assert code_of(lambda: operations.use(link)) == "LNK-04"


def test_the_code_opens_it_once(provider: Provider, subject: Incident) -> None:
    link, _ = link_to(provider, subject)
    code = operations.new_code(link, subject)
    assert operations.open_with_code(link, f" {code[:3]} {code[3:]} ", subject) == link
    assert code_of(lambda: operations.open_with_code(link, code, subject)) == "LNK-06"


def test_a_forwarded_link_asks_for_a_code_that_only_the_recipient_gets(
    provider: Provider, subject: Incident, settings: Any
) -> None:
    settings.EMAIL_CONFIGURED = True
    link, _ = link_to(provider, subject)
    assert operations.post_code(link, subject)
    assert mail.outbox[-1].to == [ADDRESS]
    assert code_of(lambda: operations.open_with_code(link, "x", subject)) == "LNK-05"


def test_without_an_e_mail_server_the_code_is_asked_for_by_telephone(
    provider: Provider, subject: Incident, settings: Any
) -> None:
    settings.EMAIL_CONFIGURED = False
    link, _ = link_to(provider, subject)
    assert not operations.post_code(link, subject)
    code = operations.new_code(link, subject, by=provider.people["safeguarding_lead"])
    assert operations.open_with_code(link, code, subject) == link


def test_guessing_the_code_ends_after_five_tries(provider: Provider, subject: Incident) -> None:
    link, _ = link_to(provider, subject)
    right = operations.new_code(link, subject)
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(CODE_TRIES):
        assert code_of(lambda: operations.open_with_code(link, wrong, subject)) == "LNK-05"
    assert code_of(lambda: operations.open_with_code(link, right, subject)) == "LNK-06"


def test_an_old_code_is_not_taken(provider: Provider, subject: Incident) -> None:
    link, _ = link_to(provider, subject)
    code = operations.new_code(link, subject)
    later = timezone.now() + dt.timedelta(minutes=16)
    assert code_of(lambda: operations.open_with_code(link, code, subject, at=later)) == "LNK-06"


def test_codes_are_not_made_one_after_another(provider: Provider, subject: Incident) -> None:
    link, _ = link_to(provider, subject)
    operations.new_code(link, subject)
    assert code_of(lambda: operations.new_code(link, subject)) == "LNK-07"


def test_the_trail_tells_every_step_of_a_link_and_no_address(
    provider: Provider, subject: Incident
) -> None:
    link, token = link_to(provider, subject)
    code = operations.new_code(link, subject)
    operations.open_with_code(link, code, subject)
    operations.withdraw(subject, by=provider.people["safeguarding_lead"])
    entries = Entry.objects.filter(kind__startswith="link.").order_by("pk")
    kinds = [entry.kind for entry in entries]
    assert kinds == ["link.made", "link.code", "link.opened", "link.withdrawn"]
    said = " ".join(entry.body for entry in entries)
    assert ADDRESS not in said and token not in said and code not in said


def test_a_link_for_nobody_is_refused(provider: Provider, subject: Incident) -> None:
    by = provider.people["safeguarding_lead"]
    made = lambda: operations.make_link(subject, "Alex", unit=provider.team, by=by)  # noqa: E731
    assert code_of(made) == "LNK-08"
