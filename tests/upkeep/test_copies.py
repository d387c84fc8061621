"""A backup comes back whole, on either database, or is refused before anything is changed."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories.installation import Installation

FILL = """
from django.core.files.uploadedfile import SimpleUploadedFile
from goldthread.access.operations import add_organisation, add_person, add_unit
from goldthread.access.terms import ProviderType
from goldthread.evidence.operations import store_file
from goldthread.trail.operations import record
provider = add_organisation("Kept", provider_type=ProviderType.VOLUNTARY)
team = add_unit(provider, "Team")
person = add_person("kept@provider.example", "Kept Person", organisation=provider)
for step in range(20):
    record(team, "test.step", by=person, facts={"step": step, "words": "naïve – “quoted”"})
store_file(SimpleUploadedFile("a.txt", b"words to keep"), by=person, subject=team, unit=team)
"""
LOOK = """
from goldthread.access.models import User
from goldthread.evidence.models import StoredFile
from goldthread.evidence.queries import open_file
print(User.objects.get().name, open_file(StoredFile.objects.get()).read().decode())
"""
EMPTY = """
from goldthread.evidence.storing import path_of
from goldthread.evidence.models import StoredFile
path_of(StoredFile.objects.get().sha256).unlink()
"""


@pytest.fixture(scope="module")
def source(install: Callable[[], Installation]) -> Installation:
    made = install()
    made.migrate()
    made.script(FILL)
    return made


@pytest.fixture(scope="module")
def backup(source: Installation) -> Path:
    path = source.folder / "kept.zip"
    done = source.run("backup", str(path))
    assert done.returncode == 0, done.stderr
    assert "1 file" in done.stdout
    assert "field key is not in it" in done.stdout
    return path


@pytest.fixture
def twin(source: Installation, install: Callable[[], Installation]) -> Installation:
    """An empty installation with the same field key, as after a lost machine."""
    made = install()
    keys = "development-keys.json"
    (made.folder / keys).write_bytes((source.folder / keys).read_bytes())
    return made


def forge(backup: Path, target: Path, **changed: bytes) -> Path:
    """The backup with some members' bytes replaced; `manifest` and `database` by name."""
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name.removesuffix(".json"), old.read(name)))
    return target


def test_a_backup_restored_on_an_empty_machine_is_whole(backup: Path, twin: Installation) -> None:
    done = twin.run("restore", str(backup), "--json")
    assert done.returncode == 0, done.stderr + done.stdout
    said = json.loads(done.stdout)
    assert said["problems"] == []
    assert said["entries"] >= 21
    assert twin.script(LOOK) == "Kept Person words to keep"
    assert twin.run("trail", "verify").returncode == 0
    again = twin.run("restore", str(backup))
    assert again.returncode == 1
    assert "--replace" in again.stderr


def test_a_backup_takes_the_place_of_what_is_there_only_when_told_to(
    backup: Path, source: Installation
) -> None:
    source.script(EMPTY)
    done = source.run("restore", str(backup), "--replace")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "The trail is whole" in done.stdout
    assert source.script(LOOK) == "Kept Person words to keep"


def test_a_running_service_is_not_restored_over(backup: Path, twin: Installation) -> None:
    twin.migrate()
    twin.script("from goldthread.jobs.operations import beat; beat('one', 'here', 1)")
    done = twin.run("restore", str(backup), "--replace")
    assert done.returncode == 1
    assert "is running here" in done.stderr


def test_another_field_key_is_said_to_be_wrong(
    backup: Path, install: Callable[[], Installation]
) -> None:
    done = install().run("restore", str(backup))
    assert done.returncode == 1
    assert "GOLDTHREAD_FIELD_KEY is not the key" in done.stdout


def test_a_damaged_backup_changes_nothing(backup: Path, twin: Installation, tmp_path: Path) -> None:
    forged = forge(backup, tmp_path / "damaged.zip", database=b"not the database")
    done = twin.run("restore", str(forged))
    assert done.returncode == 1
    assert "damaged at database" in done.stderr
    assert not list(twin.folder.glob("files/*"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"database": "other"}, "This is a backup of other"),
        ({"migrations": ["access.9999_later"], "version": "99"}, "Goldthread 99, which is newer"),
        ({"goldthread_backup": 2}, "made by a newer Goldthread"),
        ({"members": []}, "changed after it was made"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused_with_its_reason(
    change: dict[str, object], sentence: str, backup: Path, source: Installation, tmp_path: Path
) -> None:
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json")) | change
    forged = forge(backup, tmp_path / "odd.zip", manifest=json.dumps(manifest).encode())
    done = source.run("restore", str(forged), "--replace")
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_something_else_is_not_a_backup(source: Installation, tmp_path: Path) -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("hello.txt", "hello")
    for name, data in (("a.zip", other.getvalue()), ("b.zip", b"hello"), ("c.zip", b"")):
        (tmp_path / name).write_bytes(data)
        done = source.run("restore", str(tmp_path / name))
        assert (done.returncode, "backup of Goldthread" in done.stderr) == (1, True)


def test_a_backup_never_replaces_a_file_unasked_and_leaves_no_half(
    backup: Path, source: Installation
) -> None:
    before = backup.read_bytes()
    done = source.run("backup", str(backup))
    assert (done.returncode, "already a file" in done.stderr) == (1, True)
    assert backup.read_bytes() == before
    missing = source.run("backup", str(source.folder / "nowhere" / "kept.zip"))
    assert (missing.returncode, "There is no folder" in missing.stderr) == (1, True)
    assert not list(source.folder.glob(".*.part"))


def test_only_its_owner_may_read_a_backup(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
