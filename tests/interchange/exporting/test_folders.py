"""A folder tells whether it is whole, and the same content is the same folder."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.cli.main import run
from goldthread.interchange.exporting.folders import MANIFEST, UnreadableFolder, check, fold

FILES = {"1-reviews.csv": b"Incident,State\r\nINC-26-00001,Signed off\r\n", "read-me.txt": b"Hello"}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "bundle.zip"
    path.write_bytes(fold(FILES, {"kind": "escalation", "organisation": "Larkfield"}).archive)
    return path


def rewritten(path: Path, changed: dict[str, bytes | None]) -> Path:
    """The archive with files changed, added, or taken out."""
    with zipfile.ZipFile(path) as archive:
        files: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in (files | changed).items():
            if body is not None:
                archive.writestr(name, body)
    return path


@pytest.mark.capability(70)
def test_a_whole_folder_is_whole(kept: Path) -> None:
    found = check(kept)
    assert found.faults == ()
    assert (found.files, found.about["organisation"]) == (2, "Larkfield")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"read-me.txt": b"Hell0"}, "read-me.txt was changed."),
        ({"read-me.txt": None}, "read-me.txt is missing."),
        ({"more.csv": b"x"}, "more.csv is not in the manifest."),
    ],
)
def test_what_was_done_to_a_folder_is_named(
    kept: Path, changed: dict[str, bytes | None], said: str
) -> None:
    assert check(rewritten(kept, changed)).faults == (said,)


def test_a_rewritten_manifest_has_another_digest(kept: Path) -> None:
    before = check(kept).digest
    with zipfile.ZipFile(kept) as archive:
        manifest = archive.read(MANIFEST)
    after = check(rewritten(kept, {MANIFEST: manifest.replace(b"Larkfield", b"Birchfield")}))
    assert after.digest != before


@pytest.mark.parametrize("body", [b"", b"not an archive", b"PK\x03\x04 cut short"])
def test_what_is_no_folder_is_refused_in_words(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(body)
    with pytest.raises(UnreadableFolder):
        check(path)


@pytest.mark.parametrize("manifest", [b"", b"{}", b"[]", b'{"files": [1], "about": {}}'])
def test_a_spoiled_manifest_is_refused_in_words(kept: Path, manifest: bytes) -> None:
    with pytest.raises(UnreadableFolder):
        check(rewritten(kept, {MANIFEST: manifest}))


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}\.csv", fullmatch=True), st.binary(max_size=200)))
def test_the_same_content_makes_the_same_bytes(files: dict[str, bytes]) -> None:
    one, other = fold(files, {"a": 1}), fold(dict(reversed(files.items())), {"a": 1})
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one.archive)) as archive:
        assert {name: archive.read(name) for name in files} == files


@pytest.mark.capability(83)
def test_the_command_says_that_a_folder_is_whole_and_when_it_is_not(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(("pack", "verify", str(kept))) == 0
    assert "The folder is whole." in capsys.readouterr().out
    assert run(("pack", "verify", str(rewritten(kept, {"read-me.txt": b"x"})))) == 1
    assert "read-me.txt was changed." in capsys.readouterr().out
