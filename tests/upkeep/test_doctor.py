"""The doctor names what is wrong and what to do, and never fails itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.utils import timezone

from goldthread.evidence.operations import store_file
from goldthread.evidence.storing import path_of
from goldthread.jobs import operations as jobs
from goldthread.jobs.models import ScheduleRun
from goldthread.jobs.terms import SILENT_FOR
from goldthread.notices.operations import send
from goldthread.trail import triggers
from goldthread.trail.checkpoints import checkpoint
from goldthread.trail.operations import record
from goldthread.upkeep.doctor import Finding, Level, databases, examine, machine, work
from tests.factories import people


@pytest.fixture(autouse=True)
def _installed(settings: Any, tmp_path: Path, db: None) -> None:
    settings.DATA_DIR, settings.FILES_DIR = tmp_path, tmp_path / "files"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")


def wrong(check: str) -> Finding:
    """The one thing wrong under this check; it must say what to do."""
    found = [f for f in examine() if f.check == check and f.level != Level.WELL]
    assert len(found) == 1
    assert found[0].what
    assert found[0].todo
    return found[0]


def test_a_well_installation_has_nothing_wrong() -> None:
    jobs.beat("one", "here", 1)
    assert [f for f in examine() if f.level == Level.WRONG] == []


def test_a_database_that_does_not_answer_is_the_only_thing_said_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(_: str) -> None:
        raise DatabaseError("could not connect")

    monkeypatch.setattr(databases, "_one", away)
    found = examine()
    assert [f.what for f in found if f.level == Level.WRONG] == [
        "The database does not answer: could not connect"
    ]


def test_tables_not_yet_made_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "pending", lambda: ["access.0009_next"])
    assert "access.0009_next" in wrong("migrations").what


def test_a_database_of_a_newer_version_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "unknown", lambda: ["access.0099_later"])
    assert "newer Goldthread" in wrong("migrations").what


def test_a_trail_without_its_guard_is_found() -> None:
    triggers.remove(connection)
    try:
        assert "would let an entry of the trail be changed" in wrong("trail guard").what
    finally:
        triggers.install(connection)


def test_no_worker_is_wrong_and_a_silent_one_counts_as_none() -> None:
    assert "No worker" in wrong("worker").what
    jobs.beat("old", "here", 1, timezone.now() - SILENT_FOR)
    assert "No worker" in wrong("worker").what


def test_failing_schedules_are_named() -> None:
    ScheduleRun.objects.create(
        name="outbox", failures=3, last_error="x.Y", started_at=timezone.now()
    )
    assert wrong("schedules").what == "Failing: outbox (3 times: x.Y)."


def test_a_stuck_outbox_is_found(settings: Any) -> None:
    settings.EMAIL_CONFIGURED = True
    settings.EMAIL_HOST = "mail.provider.example"
    long_ago = timezone.now() - dt.timedelta(hours=1)
    send([people.person(people.team())], "unsafe_now", subject="Unsafe?", urgent=True, at=long_ago)
    assert wrong("outbox").what == "1 e-mail waiting for more than half an hour."


def test_a_digest_that_was_not_made_is_found(settings: Any) -> None:
    settings.EMAIL_CONFIGURED = True
    settings.EMAIL_HOST = "mail.provider.example"
    days_ago = timezone.now() - dt.timedelta(days=3)
    send([people.person(people.team())], "answer", subject="An answer", at=days_ago)
    assert wrong("outbox").what == "1 e-mail waiting for more than half an hour."


def test_an_old_checkpoint_is_noticed() -> None:
    record(people.team(), "test.step", by=None)
    assert "has not been made" in wrong("checkpoint").what
    checkpoint(timezone.now() - dt.timedelta(days=3))
    assert wrong("checkpoint").level == Level.NOTICE


def test_a_lost_file_is_found() -> None:
    team = people.team()
    upload = SimpleUploadedFile("a.txt", b"words")
    file = store_file(upload, by=None, subject=team, unit=team)
    path_of(file.sha256).unlink()
    assert wrong("files").what.startswith("1 file named in the database not on the disk")


def test_missing_styles_are_found(settings: Any) -> None:
    (settings.STATIC_ROOT / "staticfiles.json").unlink()
    assert "goldthread run" in wrong("static files").todo


def test_a_full_disk_is_wrong_and_a_nearly_full_one_noticed(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    for free, level in ((settings.DISK_RESERVE, Level.WRONG), (10**9, Level.NOTICE)):
        usage = type("Usage", (), {"free": free})
        monkeypatch.setattr(machine.shutil, "disk_usage", lambda _, u=usage: u)
        assert wrong("disk").level == level


def test_a_folder_that_cannot_be_written_to_is_found(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.FILES_DIR = tmp_path / "file" / "files"
    assert "cannot be written to" in wrong("data folder").what


def test_no_email_server_is_noticed_with_an_example() -> None:
    assert "smtp://" in wrong("e-mail").todo


def test_a_key_that_does_not_open_what_is_stored_is_found(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    from goldthread.access.sealed import seal

    sealed = seal("A name")
    monkeypatch.setattr(databases, "_first_sealed", lambda *_: sealed)
    monkeypatch.setattr(databases, "sealed_columns", lambda: [(object, "name")])
    assert [f.level for f in databases.field_key_fits()] == [Level.WELL]
    settings.FIELD_KEY = "another key of the right length, indeed"
    assert "does not open" in wrong("field key").what


def test_insecure_production_settings_are_said_in_their_own_words(settings: Any) -> None:
    settings.PRODUCTION, settings.SECRET_KEY = True, "short"
    said = [f.what for f in machine.settings_are_safe() if f.level == Level.WRONG]
    assert any("GOLDTHREAD_SECRET_KEY is missing" in sentence for sentence in said)


def test_a_check_that_breaks_is_itself_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> Any:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(work.jobs, "alive", lambda _: breaks())
    assert "could not be looked at" in wrong("worker is alive").what
