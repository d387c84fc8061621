"""A checkpoint kept elsewhere finds even what was rewritten consistently."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from goldthread.access.models import Unit, User
from goldthread.trail.checkpoints import (
    UnreadableCheckpoint,
    checkpoint,
    export_checkpoint,
    read_summary,
    verify_against,
    verify_stored,
)
from goldthread.trail.models import Checkpoint, Entry, Head
from goldthread.trail.operations import digest, record
from goldthread.trail.verification import verify

UNIT = "access.unit"


@pytest.fixture
def file(chains: list[Unit], tmp_path: Path) -> Path:
    path = tmp_path / "heads.jsonl.gz"
    export_checkpoint(path)
    return path


def against(file: Path) -> list[str]:
    return [str(problem) for problem in verify_against(file)]


def test_a_trail_that_only_grew_still_agrees(file: Path, chains: list[Unit], writer: User) -> None:
    record(chains[0], "test.later", by=writer)
    assert against(file) == []


def test_the_file_and_the_row_say_the_same(file: Path) -> None:
    made, said = Checkpoint.objects.get(), read_summary(file)
    assert (said.heads, said.digest, said.signature) == (made.heads, made.digest, made.signature)
    assert said.heads == Head.objects.count()
    assert checkpoint().digest == made.digest


def test_a_chain_rewritten_with_all_its_hashes_is_found_only_by_the_file(
    file: Path, chains: list[Unit], tamper: Any
) -> None:
    rewrite(chains[0], tamper)
    assert list(verify()) == []
    end = Head.objects.get(record_type=UNIT, record_id=chains[0].pk).sequence
    assert against(file) == [
        f"{UNIT}:{chains[0].pk} entry {end}: the chain was rewritten since the checkpoint"
    ]


def rewrite(unit: Unit, tamper: Any) -> None:
    previous = "0" * 64
    for row in Entry.objects.filter(record_type=UNIT, record_id=unit.pk).order_by("sequence"):
        body = json.loads(row.body) | {"previous": previous, "facts": {"nothing": "happened"}}
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        previous = digest(text)
        tamper("UPDATE trail_entry SET body = %s, hash = %s WHERE id = %s", text, previous, row.pk)
    Head.objects.filter(record_type=UNIT, record_id=unit.pk).update(hash=previous)


def test_a_record_removed_with_its_whole_trail_is_found_only_by_the_file(
    file: Path, chains: list[Unit], tamper: Any
) -> None:
    pk = chains[0].pk
    end = Head.objects.get(record_type=UNIT, record_id=pk).sequence
    tamper("DELETE FROM trail_entry WHERE record_id = %s AND record_type = %s", pk, UNIT)
    Head.objects.filter(record_type=UNIT, record_id=pk).delete()
    Unit.objects.filter(pk=pk).delete()
    assert list(verify()) == []
    assert against(file) == [
        f"{UNIT}:{pk} entry {end}: the checkpoint holds it, the trail does not"
    ]


def test_a_file_signed_by_another_key_is_said_to_be(file: Path, settings: Any) -> None:
    settings.SECRET_KEY = "another" * 10
    assert against(file) == ["checkpoint file: it was not signed by this deployment's secret key"]
    assert [str(p) for p in verify_stored()] == [
        f"checkpoint {Checkpoint.objects.get().pk}: "
        "it was changed, or signed under another secret key"
    ]


def test_stored_checkpoints_verify_after_they_were_read_back(file: Path) -> None:
    checkpoint()
    assert list(verify_stored()) == []


@pytest.mark.parametrize("how", ["cut", "not gzip", "a line less", "another file", "empty"])
def test_a_file_that_is_not_whole_is_refused_with_a_sentence(how: str, file: Path) -> None:
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    file.write_bytes(
        {
            "cut": file.read_bytes()[:-20],
            "not gzip": b"hello",
            "a line less": gzip.compress(b"".join(lines[:2] + lines[3:])),
            "another file": gzip.compress(b'{"a": 1}\n'),
            "empty": b"",
        }[how]
    )
    with pytest.raises(UnreadableCheckpoint, match=r"copy|not a checkpoint"):
        list(verify_against(file))


def test_a_checkpoint_that_cannot_be_written_leaves_no_half_file(
    chains: list[Unit], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        export_checkpoint(tmp_path / "heads.jsonl.gz")
    assert list(tmp_path.iterdir()) == []
