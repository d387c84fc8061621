"""The files of a frozen pack: accessible, safe whatever was typed, whole, and the same each time."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from goldthread.domain.governance.packs import operations as packs
from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.packs.queries import files_of as kept_files
from goldthread.domain.governance.packs.terms import FileState
from goldthread.interchange.exporting.folders import check
from goldthread.interchange.exporting.packs.laying_out import broken, settable
from goldthread.interchange.exporting.packs.making import files_of, make_files
from tests.factories.actions import make_agreed
from tests.factories.packs import IN_OCTOBER, MEETING_DAY, frozen, monthly
from tests.factories.provider import Provider

LATE = dt.date(2026, 10, 20)
HOSTILE = (
    '#read("/etc/passwd") *bold* _it_ `raw` $x^2$ @ref <label> // off\n'
    "<script>alert(1)</script> =cmd|' /C calc'!A0 \u202egnirts\u202c "
    + "x" * 10_000
    + " \U0001f600 日本語 مرحبا שלום \x00\x07"
)
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler-utils reads the PDF independently"
)


def hostile(provider: Provider) -> Pack:
    """A frozen pack with hostile words and a hostile title in a table."""
    lead = provider.people["governance_lead"]
    make_agreed(provider, at=IN_OCTOBER, title='=HYPERLINK("x") #pagebreak()', due_on=LATE)
    pack = monthly(provider)
    packs.write(pack, "themes", HOSTILE, by=lead, at=MEETING_DAY)
    return packs.freeze(pack, by=lead, at=MEETING_DAY)


def said_by(program: str, *options: str, pdf: bytes, tmp_path: Path) -> str:
    """What an independent program reads in the PDF."""
    path = tmp_path / "pack.pdf"
    path.write_bytes(pdf)
    command = [program, *options, str(path)] + (["-"] if program == "pdftotext" else [])
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@needs_poppler
def test_the_pdf_is_tagged_titled_and_in_english(provider: Provider, tmp_path: Path) -> None:
    pack = frozen(provider)
    pdf, _ = files_of(pack)
    info = said_by("pdfinfo", pdf=pdf, tmp_path=tmp_path)
    assert re.search(r"Tagged:\s+yes", info)
    assert pack.title in info
    structure = said_by("pdfinfo", "-struct-text", pdf=pdf, tmp_path=tmp_path)
    assert re.search(r"^\s*H1 ", structure, re.MULTILINE)
    assert re.search(r"^\s*H2 ", structure, re.MULTILINE)
    assert "Scope /Column" in structure
    assert b"en-GB" in pdf
    metadata = said_by("pdfinfo", "-meta", pdf=pdf, tmp_path=tmp_path)
    assert re.search(r"pdfuaid:part\W+1", metadata)
    assert re.search(r"pdfaid:part\W+2", metadata)


@needs_poppler
def test_every_chart_has_its_words(provider: Provider, tmp_path: Path) -> None:
    make_agreed(provider, at=IN_OCTOBER)
    pdf, _ = files_of(frozen(provider))
    structure = said_by("pdfinfo", "-struct-text", pdf=pdf, tmp_path=tmp_path)
    assert "Figure" in structure
    assert "From recorded to verified: Larkfield Care" in structure


@needs_poppler
def test_hostile_words_are_only_words_in_the_pdf(provider: Provider, tmp_path: Path) -> None:
    pdf, _ = files_of(hostile(provider))
    text = said_by("pdftotext", pdf=pdf, tmp_path=tmp_path)
    assert '#read("/etc/passwd")' in text
    assert "root:" not in text
    assert "*bold*" in text
    assert "#pagebreak()" in text
    assert "<script>alert(1)</script>" in text
    assert "[grinning face]" in text
    assert "gnirts" in text
    assert "\u202e" not in text


def test_hostile_words_do_no_harm_in_the_tables(provider: Provider) -> None:
    _, folder = files_of(hostile(provider))
    with zipfile.ZipFile(io.BytesIO(folder.archive)) as archive:
        name = next(one for one in archive.namelist() if "waiting-1" in one)
        text = archive.read(name).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][0] == '\'=HYPERLINK("x") #pagebreak()'


def test_the_same_pack_gives_the_same_bytes(provider: Provider) -> None:
    make_agreed(provider, at=IN_OCTOBER)
    pack = frozen(provider)
    first, second = files_of(pack), files_of(Pack.objects.get(pk=pack.pk))
    assert first[0] == second[0]
    assert first[1] == second[1]


@pytest.mark.capability(7)
def test_the_archive_is_whole_packed_and_unpacked(provider: Provider, tmp_path: Path) -> None:
    pack = frozen(provider)
    _, folder = files_of(pack)
    path, unpacked = tmp_path / "pack.zip", tmp_path / "pack"
    path.write_bytes(folder.archive)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(unpacked)
    for found in (check(path), check(unpacked)):
        assert found.faults == ()
        assert found.digest == folder.digest
        assert found.about["document_sha256"] == pack.digest
        assert found.about["trail_checkpoint"] == pack.checkpoint


def test_a_changed_an_added_and_a_linked_file_are_found(provider: Provider, tmp_path: Path) -> None:
    _, folder = files_of(frozen(provider))
    with zipfile.ZipFile(io.BytesIO(folder.archive)) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "claims.csv").write_text("changed")
    (tmp_path / "more.txt").write_text("added")
    (tmp_path / "pack.pdf").unlink()
    (tmp_path / "pack.pdf").symlink_to("/etc/hostname")
    assert check(tmp_path).faults == (
        "more.txt is not in the manifest.",
        "claims.csv was changed.",
        "pack.pdf was changed.",
    )


def test_the_files_are_made_step_by_step_and_kept(provider: Provider) -> None:
    pack = frozen(provider)
    packs.ask_for_files(pack, by=provider.people["governance_lead"])
    make_files.func(pack.pk)
    files = kept_files(pack)
    assert files is not None
    assert files.state == FileState.READY
    assert files.done == files.steps > 0


def test_a_long_word_may_break_and_a_short_one_does_not() -> None:
    assert "\u200b" in broken("x" * 100)
    assert broken("restrictive practice") == "restrictive practice"


def test_letters_without_a_picture_are_named() -> None:
    assert settable({"a": ["\U0001f600"]}) == {"a": ["[grinning face]"]}
    assert settable("日", "日") == "[cjk unified ideograph-65e5]"
