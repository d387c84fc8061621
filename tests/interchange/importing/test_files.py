"""Files that are not tables, or not safe to open, are refused in words before they do harm."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
import xlsxwriter

from goldthread.interchange.importing.plan import plan_import
from goldthread.interchange.importing.reading import ReadingOptions, UnreadableFileError
from goldthread.interchange.importing.reading import workbook as reading_workbook
from goldthread.interchange.importing.reading.encoding import decode
from tests.interchange.importing.clean import TODAY, as_csv, clean


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, lines in sheets:
            page = book.add_worksheet(name)
            for number, line in enumerate(lines):
                page.write_row(number, 0, line)
    return target.getvalue()


def replaced(data: bytes, part: str, content: bytes) -> bytes:
    """A copy of a zip with one part exchanged."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return target.getvalue()


REFUSED = {
    "empty": (b"", "empty"),
    "only spaces": (b" \r\n\r\n ", "empty"),
    "pdf": (b"%PDF-1.7 rest", "a PDF"),
    "picture": (b"\x89PNG\r\n\x1a\n", "a picture"),
    "program": (b"MZ\x90\x00", "a program"),
    "web page": (b"<html><table><tr><td>1</td></tr></table></html>", "a web page"),
    "damaged zip": (b"PK\x03\x04 nothing", "damaged"),
    "damaged gzip": (b"\x1f\x8b nothing", "damaged"),
    "binary": (bytes(range(256)) * 20, "binary"),
    "one column": (b"Description\r\nIt fell\r\nIt broke\r\n", "one column"),
    "protected": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
}


@pytest.mark.parametrize(("data", "word"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_no_table_is_refused_in_words(data, word):
    with pytest.raises(UnreadableFileError, match=word):
        plan_import(data, TODAY)


def test_a_zip_that_is_no_workbook_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("incidents.csv", "a,b")
    with pytest.raises(UnreadableFileError, match="Unpack it"):
        plan_import(target.getvalue(), TODAY)


def test_a_workbook_that_declares_too_much_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(reading_workbook, "MAX_UNPACKED_BYTES", 100_000)
    data = replaced(workbook(("A", [["a", "b"]])), "xl/sharedStrings.xml", b" " * 200_000)
    assert len(data) < 20_000
    with pytest.raises(UnreadableFileError, match="unpacks to more"):
        plan_import(data, TODAY)


def test_a_small_workbook_that_unpacks_to_a_hundred_megabytes_is_refused():
    data = replaced(workbook(("A", [["a", "b"]])), "xl/sharedStrings.xml", b" " * 114_000_000)
    assert len(data) < 200_000
    with pytest.raises(UnreadableFileError, match="unpacks to more than 50 MB"):
        plan_import(data, TODAY)


def test_a_workbook_that_lies_about_its_size_is_refused(monkeypatch):
    monkeypatch.setattr(reading_workbook, "MAX_UNPACKED_BYTES", 100_000)
    content = b" " * 200_000
    honest = replaced(workbook(("A", [["a", "b"]])), "xl/sharedStrings.xml", content)
    size, small = (200_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    lying = honest.replace(size, small).replace(
        zlib.crc32(content).to_bytes(4, "little"), zlib.crc32(content[:10]).to_bytes(4, "little")
    )
    with pytest.raises(UnreadableFileError, match="unpacks to more"):
        plan_import(lying, TODAY)


def test_a_lone_cell_at_the_far_corner_does_not_fill_the_memory():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write(0, 0, "a")
        page.write(1_048_575, 16_383, "b")
    with pytest.raises(UnreadableFileError, match="40 million cells"):
        plan_import(target.getvalue(), TODAY)


def test_the_sheet_of_incidents_is_chosen_and_the_others_named():
    table = clean()
    lists = [["Code", "Meaning"], *[[number, "x"] for number in range(200)]]
    plan = plan_import(workbook(("Lists", lists), ("Data", table.table()), ("Empty", [])), TODAY)
    assert plan.source.form.sheet == "Data"
    assert any("Lists (201 rows)" in warning.message for warning in plan.found.warnings)
    assert len(plan.found.drafts) == 80


def test_a_named_sheet_is_read_and_an_unknown_one_refused():
    data = workbook(("One", clean().table()), ("Two", clean(20).table()))
    assert len(plan_import(data, TODAY, options=ReadingOptions(sheet="two")).found.drafts) == 20
    with pytest.raises(UnreadableFileError, match="The sheets are: One, Two"):
        plan_import(data, TODAY, options=ReadingOptions(sheet="Three"))


def test_a_named_encoding_that_does_not_fit_is_refused():
    data = as_csv(clean().table()) + "é".encode("latin-1")
    with pytest.raises(UnreadableFileError, match="is not utf-8"):
        plan_import(data, TODAY, options=ReadingOptions(encoding="utf-8"))
    with pytest.raises(UnreadableFileError, match="no encoding called"):
        plan_import(data, TODAY, options=ReadingOptions(encoding="klingon"))


def test_named_heading_lines_are_obeyed():
    lines = [["Ref", "Date", "Description"], *clean().table()]
    plan = plan_import(as_csv(lines), TODAY, options=ReadingOptions(heading_lines=(2,)))
    assert len(plan.found.drafts) == 80


def test_two_pasted_exports_lose_no_character():
    good = "It’s £5 – naïve. " * 60
    decoded = decode(good.encode() + "It’s".encode("cp1252"))
    assert decoded.text.endswith("It’s")
    assert (decoded.encoding, bool(decoded.warning)) == ("utf-8", True)
