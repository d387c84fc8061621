"""Files are what their bytes say, kept by hash, and never half-kept."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from goldthread.access.models import Unit, User
from goldthread.evidence import operations, queries, storing
from goldthread.evidence.models import StoredFile
from goldthread.evidence.sniffing import clean_name, sniff
from goldthread.trail.queries import of_record
from goldthread.workflow.refusals import Refused


def code_of(name: str, data: bytes) -> str:
    """The refusal's code when a file is refused."""
    with pytest.raises(Refused) as caught:
        sniff(name, data)
    assert [r.field for r in caught.value.refusals] == ["file"]
    return caught.value.codes[0]


def office(inside: str, **extra: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr(inside, "<document/>")
        for name, data in extra.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def test_a_file_is_kept_under_its_hash_with_its_row(team: Unit, member: User, upload: Any) -> None:
    data = b"date,count\n2026-01-01,3\n"
    file = operations.store_file(upload("counts.csv", data), by=member, subject=team, unit=team)
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert (file.media_type, file.size, file.name) == ("text/csv", len(data), "counts.csv")
    with queries.open_file(file) as kept:
        assert kept.read() == data
    assert list(queries.files_of(team)) == [file]
    assert of_record("evidence.storedfile", file.pk).get().kind == "evidence.store_file"


def test_the_same_bytes_are_kept_once(team: Unit, member: User, upload: Any) -> None:
    rows = [
        operations.store_file(upload(name, b"Same words."), by=member, subject=team, unit=team)
        for name in ("one.txt", "two.txt")
    ]
    assert rows[0].storage_name == rows[1].storage_name


@pytest.mark.capability(9)
def test_a_photograph_loses_its_place_and_time_and_stands_upright(
    team: Unit, member: User, upload: Any, picture: Any
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter
    exif[0x010F] = "A phone"
    exif.get_ifd(0x8825)[1] = "N"  # a place
    data = picture(size=(40, 20), exif=exif)
    file = operations.store_file(upload("ward.jpg", data), by=member, subject=team, unit=team)
    with queries.open_file(file) as kept, Image.open(kept) as shown:
        assert shown.size == (20, 40)
        assert not shown.getexif()
        assert not shown.info.get("exif")
    assert file.metadata_removed


def test_what_is_hidden_behind_a_picture_is_dropped(picture: Any) -> None:
    kept = sniff("x.png", picture("PNG") + b"<script>alert(1)</script>" + office("word/x.xml"))
    assert b"script" not in kept.data


def test_an_empty_file_is_refused() -> None:
    assert code_of("empty.txt", b"") == "EVI-20"


def test_a_file_of_just_the_limit_is_kept_and_one_byte_more_refused(settings: Any) -> None:
    settings.FILE_SIZE_LIMIT = 1024 * 1024
    assert sniff("a.txt", b"a" * 1024 * 1024)
    assert code_of("a.txt", b"a" * (1024 * 1024 + 1)) == "EVI-21"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("program.txt", b"MZ\x90\x00\x03"),
        ("page.txt", b"<html><script>alert(1)</script>"),
        ("drawing.csv", b'<svg xmlns="x"/>'),
        ("script.txt", b"#!/bin/sh\nrm -rf"),
        ("movie.jpg", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"),
        ("bytes.txt", bytes(range(256))),
        ("archive.docx", b"PK\x05\x06" + b"\0" * 18),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    ],
)
def test_a_file_of_a_kind_we_do_not_keep_is_refused(name: str, data: bytes) -> None:
    assert code_of(name, data) in ("EVI-22", "EVI-23")


@pytest.mark.parametrize("name", ["photo.pdf", "photo.png", "photo.txt", "photo.exe", "photo"])
def test_a_disguised_file_is_refused_whatever_its_ending(name: str, picture: Any) -> None:
    assert code_of(name, picture("JPEG")) == "EVI-23"


def test_text_called_a_picture_is_refused() -> None:
    assert code_of("photo.jpg", b"only words") == "EVI-23"


def test_a_damaged_picture_is_refused(picture: Any) -> None:
    assert code_of("photo.jpg", picture("JPEG")[:200]) == "EVI-24"


def test_a_picture_that_unpacks_to_a_billion_pixels_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (40_000, 30_000)).save(out, "PNG")
    assert code_of("bomb.png", out.getvalue()) == "EVI-24"


def test_a_phone_format_others_cannot_show_is_refused_with_the_way_out() -> None:
    with pytest.raises(Refused, match="Most compatible"):
        sniff("IMG_1.HEIC", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")


def test_a_word_document_is_kept_and_one_with_macros_refused() -> None:
    assert "wordprocessingml" in sniff("a.docx", office("word/document.xml")).media_type
    macros = office("word/document.xml", word__vbaProject__bin=b"x").replace(
        b"vbaProject/bin", b"vbaProject.bin"
    )
    assert code_of("a.docx", macros) == "EVI-27"


def test_a_workbook_that_unpacks_far_beyond_its_size_is_refused() -> None:
    bomb = office("xl/workbook.xml", xl__sheet=b"\0" * (201 * 1024 * 1024))
    assert code_of("a.xlsx", bomb) == "EVI-24"


def test_a_full_disk_is_a_clear_refusal_and_leaves_nothing(
    team: Unit,
    member: User,
    upload: Any,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.FILES_DIR = tmp_path

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="no room left") as caught:
        operations.store_file(upload("a.txt", b"words"), by=member, subject=team, unit=team)
    assert caught.value.codes == ("EVI-26",)
    assert not StoredFile.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_last_of_the_disk_is_left_to_the_database(
    settings: Any, upload: Any, tmp_path: Path
) -> None:
    settings.FILES_DIR = tmp_path
    settings.DISK_RESERVE = 10**18
    with pytest.raises(Refused, match="no room left"):
        storing.keep(upload("a.txt", b"words"))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\note.txt", "note.txt"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("a<b>:c.txt", "a b c.txt"),
        ("  ..  ", "file"),
        ("x" * 300 + ".jpeg", "x" * 110 + ".jpeg"),
    ],
)
def test_a_name_is_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@given(st.text())
def test_no_name_survives_that_could_leave_its_folder(name: str) -> None:
    clean = clean_name(name)
    assert clean
    assert len(clean) <= 150
    assert not set(clean) & set('/\\:*?"<>|\n\r\0')
    assert clean.strip(". ") == clean


def test_a_file_opens_only_for_those_who_see_its_record(
    team: Unit, member: User, upload: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_visible", {})
    file = operations.store_file(upload("a.txt", b"words"), by=member, subject=team, unit=team)
    assert queries.file_for(member, file.pk) is None
    queries.readable_with(
        "access.unit", lambda user: Unit.objects.filter(pk=user.grants.get().unit_id)
    )
    assert queries.file_for(member, file.pk) == file
    from tests.factories import people

    assert queries.file_for(people.person(people.team(), "reporter"), file.pk) is None
