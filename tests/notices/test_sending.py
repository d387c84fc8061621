"""People are told once, inside the product and by e-mail; nothing is lost while the server is away."""

from __future__ import annotations

import datetime as dt
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from goldthread.access.models import User
from goldthread.notices import operations, outbox, queries
from goldthread.notices.models import Mail, Notice
from goldthread.notices.terms import SENDING_LIMIT, WAITS, MailState


def tell(*people: User, **options: Any) -> list[Notice]:
    return operations.send(
        people, "question", **({"subject": "A question waits for you", "link": "/q/1"} | options)
    )


def test_without_a_server_people_are_told_inside_the_product_only(manager: User) -> None:
    tell(manager)
    assert queries.unread_count(manager) == 1
    assert not Mail.objects.exists()


def test_an_email_says_no_more_than_the_notice_and_links_to_it(
    manager: User, at_once: None, settings: Any
) -> None:
    tell(manager, body="Open it to read and answer.")
    assert outbox.deliver() == 1
    message = mail.outbox[0]
    assert message.to == [manager.email]
    assert f"{settings.BASE_URL}/q/1" in message.body
    assert manager.name not in message.body
    assert Mail.objects.get().state == MailState.SENT


def test_nobody_was_told_when_the_change_is_undone(manager: User, at_once: None) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(manager, urgent=True)
        raise RuntimeError
    assert not Notice.objects.exists()
    assert not Mail.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_person_is_told_of_one_occasion_once(manager: User) -> None:
    assert len(tell(manager, key="case 1")) == 1
    assert tell(manager, key="case 1") == []
    assert len(tell(manager, key="case 2")) == 1


def test_a_person_named_twice_is_told_once(manager: User) -> None:
    assert len(tell(manager, manager)) == 1


def test_an_urgent_email_does_not_wait_for_the_minute(manager: User, at_once: None) -> None:
    tell(manager)
    assert not DBTaskResult.objects.exists()
    tell(manager, urgent=True)
    assert DBTaskResult.objects.get().task_path.endswith("deliver_soon")


def test_someone_who_left_is_not_told(manager: User) -> None:
    manager.is_active = False
    assert tell(manager) == []


def test_a_stand_in_is_told_of_work_too_and_never_of_personal_words(
    team: Any, manager: User
) -> None:
    from tests.factories import people

    stand_in = people.person(team, "team_manager")
    manager.absent_from, manager.covered_by = timezone.localdate(), stand_in
    manager.save()
    assert [n.recipient for n in tell(manager, cover=True)] == [manager, stand_in]
    assert [n.recipient for n in tell(manager)] == [manager]


class Away(EmailBackend):
    """A server that cannot be reached."""

    def open(self) -> bool:
        raise ConnectionRefusedError


class Picky(EmailBackend):
    """A server that refuses the address."""

    def send_messages(self, messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"person@provider.example": (550, b"no such person")})


def use(monkeypatch: pytest.MonkeyPatch, backend: type[EmailBackend]) -> None:
    monkeypatch.setattr(outbox, "get_connection", backend)


def test_nothing_is_lost_or_sent_twice_while_the_server_is_away(
    manager: User, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = timezone.now()
    tell(manager, at=began)
    tell(manager, at=began)
    with monkeypatch.context() as away:
        use(away, Away)
        assert outbox.deliver(began) == 0
    first, second = Mail.objects.order_by("pk")
    assert (first.state, first.tries, first.last_error) == (
        MailState.QUEUED,
        1,
        "ConnectionRefusedError",
    )
    assert (second.state, second.tries) == (MailState.QUEUED, 0)
    assert outbox.deliver(began) == 1
    assert outbox.deliver(began + WAITS[0]) == 1
    assert outbox.deliver(began + dt.timedelta(days=1)) == 0
    assert len(mail.outbox) == 2


def test_an_email_is_given_up_after_the_last_wait_and_that_is_known(
    manager: User, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = timezone.now()
    tell(manager, at=at)
    use(monkeypatch, Away)
    for wait in (*WAITS, dt.timedelta()):
        outbox.deliver(at)
        at += wait
    assert Mail.objects.get().state == MailState.FAILED
    assert queries.given_up_mail() == 1


def test_a_refused_address_is_not_tried_again_and_not_repeated_in_the_log(
    manager: User,
    at_once: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tell(manager)
    use(monkeypatch, Picky)
    outbox.deliver()
    assert Mail.objects.get().state == MailState.FAILED
    assert "@" not in caplog.text
    assert "@" not in Mail.objects.get().last_error


def test_an_email_of_a_killed_worker_is_sent_with_the_same_id(manager: User, at_once: None) -> None:
    began = timezone.now()
    tell(manager, at=began)
    Mail.objects.update(state=MailState.SENDING, claimed_at=began)
    assert outbox.deliver(began + SENDING_LIMIT / 2) == 0
    assert outbox.deliver(began + SENDING_LIMIT) == 1
    sent = mail.outbox[0].extra_headers["Message-ID"]
    assert str(Mail.objects.get().message_id) in sent


def test_two_workers_never_claim_the_same_email(manager: User, at_once: None) -> None:
    tell(manager)
    now = timezone.now()
    one, other = Mail.objects.get(), Mail.objects.get()
    assert outbox._claim(one, now)
    assert not outbox._claim(other, now)


def test_a_subject_of_two_lines_cannot_forge_a_header(manager: User, at_once: None) -> None:
    tell(manager, subject="Hello\nBcc: other@provider.example")
    assert outbox.deliver() == 1
    assert mail.outbox[0].recipients() == [manager.email]


def test_reading_and_doing_are_noted_for_ones_own_notices_only(team: Any, manager: User) -> None:
    from tests.factories import people

    notice = tell(manager)[0]
    other = people.person(team, "reporter")
    assert not operations.mark_done(other, notice.pk)
    assert operations.mark_done(manager, notice.pk)
    notice.refresh_from_db()
    assert notice.read_at
    assert notice.done_at
    assert queries.unread_count(manager) == 0
