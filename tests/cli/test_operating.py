"""The commands of whoever runs the service: doctor and trail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from goldthread.access.models import Unit
from goldthread.cli.main import run
from goldthread.trail.models import Checkpoint, Head
from goldthread.trail.operations import record
from tests.factories import people


@pytest.fixture
def team(db: None) -> Unit:
    unit = people.team()
    record(unit, "test.step", by=None)
    return unit


def test_doctor_ends_with_1_and_says_what_to_do_when_something_is_wrong(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "WRONG  worker: No worker is running" in out
    assert "→ Start the service with `goldthread run`" in out


def test_doctor_gives_its_findings_as_json(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json", "--quiet"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["well"] is False
    assert {"check", "level", "what", "todo"} == set(said["findings"][0])
    assert not [f for f in said["findings"] if f["level"] == "well"]


def test_a_whole_trail_ends_with_0_and_says_how_much_was_read(
    team: Unit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["trail", "verify"]) == 0
    assert "The trail is whole." in capsys.readouterr().out


def test_a_broken_trail_ends_with_1_and_names_the_entry(
    team: Unit, capsys: pytest.CaptureFixture[str]
) -> None:
    Head.objects.filter(record_type="access.unit", record_id=team.pk).delete()
    assert run(["trail", "verify", "--json"]) == 1
    problem = json.loads(capsys.readouterr().out)["problems"][0]
    assert problem["record"] == f"access.unit:{team.pk}"


def test_a_checkpoint_file_is_written_and_the_trail_compared_with_it(
    team: Unit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "heads.jsonl.gz"
    assert run(["trail", "checkpoint", "--out", str(file)]) == 0
    assert Checkpoint.objects.get().digest in capsys.readouterr().out
    assert run(["trail", "verify", "--checkpoint", str(file)]) == 0
    file.write_bytes(b"hello")
    assert run(["trail", "verify", "--checkpoint", str(file)]) == 1
    assert "Use another copy" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_one_line(
    team: Unit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["trail", "checkpoint", "--out", str(tmp_path / "no" / "file.gz")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_database_that_is_away_is_one_line_that_says_where_to_look(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.db import OperationalError

    def away(*_: Any) -> Any:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr("goldthread.trail.checkpoints.checkpoint", away)
    assert run(["trail", "checkpoint"]) == 1
    assert capsys.readouterr().err == (
        "goldthread: The database does not answer as it should: connection refused. "
        "Run 'goldthread doctor' to see why.\n"
    )
