"""`goldthread import`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from goldthread.cli.main import run
from goldthread.domain.incidents.models import Incident
from tests.interchange.importing.clean import as_csv, clean

KEYS = {"accepted", "rejected", "skipped", "warnings", "mapping", "rejects"}


@pytest.fixture
def file(tmp_path):
    table = clean()
    table.rows[5]["date"] = "31/02/2024"
    path = tmp_path / "incidents.csv"
    path.write_bytes(as_csv(table.table(), ";", "cp1252"))
    return str(path)


def result(capsys, *arguments):
    assert run(["import", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.django_db
def test_a_dry_run_prints_the_result_and_writes_nothing(file, provider, capsys):
    made = result(capsys, file, "--dry-run")
    assert set(made) >= KEYS
    assert (made["accepted"], made["rejected"], made["skipped"]) == (79, 1, 0)
    (reject,) = made["rejects"]
    assert (reject["line"], reject["column"]) == (7, "Incident date")
    assert made["mapping"]["reference"] == "Ref"
    assert not Incident.objects.exists()


@pytest.mark.django_db
def test_a_dry_run_needs_no_organisation(file, capsys):
    made = result(capsys, file, "--dry-run")
    assert made["accepted"] == 79
    assert "Not compared" in made["note"]


@pytest.mark.django_db
def test_importing_twice_skips_every_row_the_second_time(file, provider, capsys):
    assert result(capsys, file)["accepted"] == 79
    again = result(capsys, file)
    assert (again["accepted"], again["skipped"], again["rejected"]) == (0, 79, 1)
    assert Incident.objects.count() == 79


@pytest.mark.django_db
def test_a_person_reads_what_was_understood_and_what_was_not(file, provider, capsys):
    assert run(["import", file, "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "Read 80 rows (cp1252, values separated by semicolons" in out or "utf-8" in out
    assert "Accepted 79, rejected 1, skipped 0." in out
    assert "Line 7, Incident date: “31/02/2024” is not a day in the calendar." in out
    assert "this was a dry run" in out


@pytest.mark.django_db
def test_rejects_and_mapping_are_written_and_can_be_used(file, provider, tmp_path, capsys):
    rejects, mapping = str(tmp_path / "rejects.csv"), str(tmp_path / "mapping.yaml")
    result(capsys, file, "--dry-run", "--rejects", rejects, "--write-mapping", mapping)
    with Path(rejects).open(encoding="utf-8-sig", newline="") as held:
        rows = list(csv.reader(held))
    assert rows[1][:2] == ["7", "Incident date"]
    assert result(capsys, file, "--mapping", mapping)["accepted"] == 79


@pytest.mark.django_db
def test_the_person_named_must_be_allowed_to_import(file, provider, capsys):
    assert run(["import", file, "--by", provider.people["reporter"].email]) == 1
    assert "may import incidents" in capsys.readouterr().err
    assert not Incident.objects.exists()


@pytest.mark.django_db
def test_with_several_organisations_one_must_be_chosen(file, provider, capsys):
    from tests.factories.provider import make_provider

    make_provider("Second Care")
    assert run(["import", file]) == 1
    assert "--organisation (Larkfield Care, Second Care)" in capsys.readouterr().err
    assert result(capsys, file, "--organisation", "second care")["accepted"] == 79


@pytest.mark.django_db
def test_nothing_importable_is_exit_code_1(tmp_path, provider, capsys):
    path = tmp_path / "bad.csv"
    path.write_text("Ref,Incident date,Description\nA1,31/02/2024,It fell\n")
    assert run(["import", str(path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["rejected"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.csv"], "no file"),
        (["."], "is a folder"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(arguments, words, capsys):
    assert run(["import", *arguments]) == 1
    err = capsys.readouterr().err
    assert words in err
    assert err.count("\n") == 1


def test_a_mistake_in_the_mapping_file_is_one_line(file, tmp_path, capsys):
    mapping = tmp_path / "m.yaml"
    mapping.write_text("feilds: {}")
    assert run(["import", file, "--mapping", str(mapping)]) == 1
    assert "Did you mean “fields”" in capsys.readouterr().err


def test_a_delimiter_of_two_marks_is_bad_usage(file, capsys):
    assert run(["import", file, "--delimiter", "::"]) == 2
    assert "one character" in capsys.readouterr().err
