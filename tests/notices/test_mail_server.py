"""A real mail server on this machine: what arrives, what is refused, and a server that was away."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.refusals import Refused
from goldthread.config.email import email_settings
from goldthread.notices import operations, outbox
from goldthread.notices.choices import choose
from goldthread.notices.models import Mail
from goldthread.notices.terms import MailState, Rhythm, fault_in_words
from goldthread.trail.models import Entry
from tests.factories import people

HOST = "localhost"
MINUTE = dt.timedelta(minutes=1)


class Box:
    """Keeps what it accepts, and answers as it is told to."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.answers: list[str] = []
        self.before_accepting: Callable[[], None] = lambda: None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  # fmt: skip
        if self.answers and self.answers[0].startswith("RCPT "):
            return self.answers.pop(0).removeprefix("RCPT ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.got.append(message)
        self.before_accepting()
        return "250 Accepted"


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def serve(box: Box, settings: Any) -> Iterator[Callable[..., Controller]]:
    """Start a server and point the product at it; every server is stopped at the end."""
    running: list[Controller] = []

    def start(security: str = "none", login: str = "", port: int = 0, **options: Any) -> Controller:
        controller = Controller(box, hostname="127.0.0.1", port=port or _free_port(), **options)
        controller.start()
        running.append(controller)
        url = f"smtp://{login}{HOST}:{controller.port}?security={security}"
        for name, value in email_settings(url).items():
            setattr(settings, name, value)
        settings.EMAIL_CONFIGURED = True
        return controller

    yield start
    for controller in running:
        if controller.server is not None:
            controller.stop(no_assert=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def one(manager: User) -> User:
    """Someone who wants each message by itself."""
    choose(manager, Rhythm.AT_ONCE, hour=8)
    return manager


def tell(person: User, **options: Any) -> None:
    operations.send(
        [person],
        "clinical_review",
        **({"subject": "Clinical review", "link": "/incidents/X/"} | options),
    )


def test_a_message_arrives_as_text_and_as_html(
    serve: Callable[..., Controller], box: Box, one: User, settings: Any
) -> None:
    serve()
    tell(one, body="Triage asks you for a clinical review.")
    assert outbox.deliver() == 1
    message = box.got[0]
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    for part in (text, html):
        assert "Review it and record what you found." in part
        assert f"{settings.BASE_URL}/incidents/X/" in part
        assert one.name not in part
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    "hostile",
    [
        "Hello\r\nBcc: other@elsewhere.example",
        "Hello\nContent-Type: text/html\n\n<script>alert(1)</script>",
        "=?utf-8?q?Hello=0ABcc:_other=40elsewhere.example?=",
        "Hello\u2028Bcc: other@elsewhere.example\x0bX: 1",
        "<b>\"'&</b> éŵ 🧵",
    ],
)
def test_hostile_words_stay_words(
    serve: Callable[..., Controller], box: Box, one: User, hostile: str
) -> None:
    serve()
    tell(one, subject=hostile, body=hostile)
    assert outbox.deliver() == 1
    message = box.got[0]
    assert message["Bcc"] is None
    assert message.get_all("To") == [one.email]
    assert message.get_content_type() == "multipart/alternative"
    html = message.get_body(("html",)).get_content()
    assert "<script>" not in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    "link", ["//elsewhere.example/", "https://elsewhere.example/", "javascript:x"]
)
def test_a_message_never_leads_out_of_the_product(
    serve: Callable[..., Controller], box: Box, one: User, link: str
) -> None:
    serve()
    tell(one, link=link)
    outbox.deliver()
    assert "elsewhere" not in box.got[0].as_string()
    assert "javascript" not in box.got[0].as_string()


def test_a_day_without_a_server_loses_nothing_and_sends_nothing_twice(
    serve: Callable[..., Controller], box: Box, one: User, team: Unit
) -> None:
    controller = serve()
    port = controller.port
    controller.stop(no_assert=True)
    other = people.person(team, "reviewer")
    choose(other, Rhythm.AT_ONCE, hour=8)
    began = timezone.now()
    for number in range(3):
        tell(one, subject=f"Review {number}", at=began)
        tell(other, subject=f"Review {number}", at=began)
    at = began
    while at < began + dt.timedelta(days=1):
        assert outbox.deliver(at) == 0
        at += 7 * MINUTE
    assert Mail.objects.filter(state=MailState.QUEUED).count() == 6
    assert {fault_in_words(row.last_error) for row in Mail.objects.exclude(tries=0)} == {
        "The mail server does not answer."
    }
    serve(port=port)
    while at < began + dt.timedelta(days=2):
        outbox.deliver(at)
        at += 30 * MINUTE
    assert len(box.got) == 6
    assert len({message["Message-ID"] for message in box.got}) == 6
    assert Mail.objects.filter(state=MailState.SENT).count() == 6


def test_a_worker_killed_after_the_server_accepted_sends_the_same_id_again(
    serve: Callable[..., Controller], box: Box, one: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one window that is left: the second copy can be known by its Message-ID."""
    serve()
    began = timezone.now()
    tell(one, at=began)

    class Killed(BaseException):
        pass

    def killed(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr("goldthread.notices.outbox.timezone.now", killed)
        with pytest.raises(Killed):
            outbox.deliver(began)
    assert len(box.got) == 1
    assert Mail.objects.get().state == MailState.SENDING
    assert outbox.deliver(began + 9 * MINUTE) == 0
    assert outbox.deliver(began + 10 * MINUTE) == 1
    first, second = (message["Message-ID"] for message in box.got)
    assert first == second


def test_two_runs_at_once_send_a_message_once(
    serve: Callable[..., Controller], box: Box, one: User
) -> None:
    serve()
    tell(one)
    again = []
    box.before_accepting = lambda: again.append("asked")
    now = timezone.now()
    waiting = outbox._due(now)
    assert outbox.deliver(now) == 1
    assert [outbox._claim(mail, now) for mail in waiting] == [False]
    assert len(box.got) == 1


def test_greylisting_is_waited_out(serve: Callable[..., Controller], box: Box, one: User) -> None:
    serve()
    box.answers = ["RCPT 451 Come back in five minutes"]
    began = timezone.now()
    tell(one, at=began)
    assert outbox.deliver(began) == 0
    assert Mail.objects.get().state == MailState.QUEUED
    assert outbox.deliver(began + 2 * MINUTE) == 1


def test_an_address_that_is_refused_for_good_is_given_up_with_a_plain_reason(
    serve: Callable[..., Controller], box: Box, one: User
) -> None:
    serve()
    box.answers = ["RCPT 550 No such person"]
    tell(one)
    outbox.deliver()
    held = Mail.objects.get()
    assert held.state == MailState.FAILED
    assert (
        fault_in_words(held.last_error)
        == "The mail server does not take messages for this address."
    )


def test_one_refused_message_does_not_stop_the_next(
    serve: Callable[..., Controller], box: Box, one: User
) -> None:
    serve()
    box.answers = ["554 Not this one"]
    tell(one, subject="First")
    tell(one, subject="Second")
    assert outbox.deliver() == 1
    assert box.got[0]["Subject"] == "Second"


def test_a_message_that_cannot_be_written_is_given_up_and_the_next_is_sent(
    serve: Callable[..., Controller], box: Box, one: User, team: Unit
) -> None:
    serve()
    odd = people.person(team, "reviewer")
    choose(odd, Rhythm.AT_ONCE, hour=8)
    User.objects.filter(pk=odd.pk).update(email="odd\nBcc: x@elsewhere.example")
    tell(odd, urgent=True)
    tell(one)
    assert outbox.deliver() == 1
    assert Mail.objects.get(notice__recipient=odd).state == MailState.FAILED


def test_name_and_password_are_used(
    serve: Callable[..., Controller], box: Box, one: User, trusted: Path
) -> None:
    seen = []

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        seen.append(data)
        return AuthResult(success=data == LoginPassword(b"golden", b"th/read@"))

    serve("starttls", "golden:th%2Fread%40@", authenticator=check, tls_context=_context(trusted))
    tell(one)
    assert outbox.deliver() == 1
    assert seen


def test_a_wrong_password_is_said_plainly(
    serve: Callable[..., Controller], box: Box, one: User, trusted: Path
) -> None:
    serve(
        "starttls",
        "golden:wrong@",
        authenticator=lambda *_: AuthResult(success=False, handled=False),
        tls_context=_context(trusted),
    )
    tell(one)
    assert outbox.deliver() == 0
    assert fault_in_words(Mail.objects.get().last_error) == (
        "The mail server did not accept our name and password."
    )


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of this machine, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "server.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The certificate, trusted by this process."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return certificate


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_starttls_is_used_and_the_certificate_checked(
    serve: Callable[..., Controller],
    box: Box,
    one: User,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    serve("starttls", tls_context=_context(certificate), require_starttls=True)
    began = timezone.now()
    tell(one, at=began)
    assert outbox.deliver(began) == 0
    assert fault_in_words(Mail.objects.get().last_error) == (
        "The mail server's certificate is not trusted."
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert outbox.deliver(began + 2 * MINUTE) == 1
    assert len(box.got) == 1


def test_a_server_without_starttls_gets_nothing(
    serve: Callable[..., Controller], box: Box, one: User
) -> None:
    serve("starttls")
    tell(one)
    assert outbox.deliver() == 0
    assert box.got == []
    assert "STARTTLS" in fault_in_words(Mail.objects.get().last_error)


def test_an_administrator_sends_again_what_was_given_up(
    serve: Callable[..., Controller], box: Box, one: User, organisation: Unit
) -> None:
    serve()
    admin = people.person(organisation, "administrator")
    box.answers = ["RCPT 550 No such person"]
    tell(one)
    outbox.deliver()
    held = outbox.send_again(Mail.objects.get(), by=admin)
    before = held.message_id
    assert outbox.deliver() == 1
    assert str(before) in box.got[0]["Message-ID"]
    assert Entry.objects.filter(kind="notices.send_again").count() == 1


def test_a_second_copy_that_was_asked_for_has_an_id_of_its_own(
    serve: Callable[..., Controller], box: Box, one: User, organisation: Unit
) -> None:
    serve()
    admin = people.person(organisation, "administrator")
    tell(one)
    outbox.deliver()
    outbox.send_again(Mail.objects.get(), by=admin)
    assert outbox.deliver() == 1
    assert box.got[0]["Message-ID"] != box.got[1]["Message-ID"]


@pytest.mark.rule("NTC-01", "allowed")
def test_what_waits_can_be_tried_now(one: User, organisation: Unit, settings: Any) -> None:
    settings.EMAIL_CONFIGURED = True
    later = timezone.now() + dt.timedelta(hours=5)
    tell(one, at=later)
    admin = people.person(organisation, "administrator")
    assert outbox.send_again(Mail.objects.get(), by=admin).next_try_at < later


@pytest.mark.rule("NTC-01", "refused")
def test_what_is_being_sent_is_left_alone(one: User, organisation: Unit, settings: Any) -> None:
    settings.EMAIL_CONFIGURED = True
    tell(one)
    assert outbox._claim(Mail.objects.get(), timezone.now())
    admin = people.person(organisation, "administrator")
    with pytest.raises(Refused) as refused:
        outbox.send_again(Mail.objects.get(), by=admin)
    assert refused.value.codes == ("NTC-01",)


def test_only_an_administrator_sends_again(one: User, team: Unit, settings: Any) -> None:
    settings.EMAIL_CONFIGURED = True
    tell(one)
    with pytest.raises(Refused):
        outbox.send_again(Mail.objects.get(), by=people.person(team, "governance_lead"))
