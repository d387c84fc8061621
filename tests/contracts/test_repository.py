"""The repository carries the product and nothing of the machines or parties around it."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.contracts.repository import ROOT, lines_matching, tracked

MEBIBYTE = 1024 * 1024
VAGUE = {"utils", "util", "helpers", "services", "core", "common", "misc"}
LONGEST_FILE = 400


def test_no_file_carries_the_address_of_a_package_index() -> None:
    settings = r"^\s*(--)?(extra-)?index-url|^registry\s*=\s*.?https?://"
    hosts = r"pypi\.org/[s]imple|files\.python[h]osted\.org|registry\.npm[j]s\.org"
    assert lines_matching(rf'"resolved":\s*"https?://|{settings}|{hosts}') == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert lines_matching(r"(^|[^\w./-])/(w[o]rk|f[a]rm|h[o]me|r[o]ot|U[s]ers)/[A-Za-z.]") == []


def test_third_party_assets_are_installed_and_not_committed() -> None:
    vendored = re.compile(
        r"(^|/)(node_modules/|vendor/|nhsuk-frontend.*\.(css|js)$)|\.min\.(js|css)$"
    )
    names = [path.relative_to(ROOT).as_posix() for path in tracked()]
    assert [name for name in names if vendored.search(name)] == []


def test_no_tracked_file_is_over_one_mebibyte() -> None:
    assert [path.name for path in tracked() if path.stat().st_size > MEBIBYTE] == []


def test_no_module_has_a_name_that_could_hold_anything() -> None:
    modules = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]
    assert [str(path) for path in modules if VAGUE & {path.stem, *path.parent.parts}] == []


def test_no_source_file_is_too_long_to_read() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "src").rglob("*.py")
        if "migrations" not in path.parts
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def commands() -> list[Path]:
    return sorted(path for path in (ROOT / "bin").iterdir() if path.is_file())


@pytest.mark.parametrize("script", commands(), ids=lambda path: path.name)
def test_every_command_is_a_posix_shell_script(script: Path) -> None:
    if script.suffix != ".sh":
        assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
        assert script.stat().st_mode & 0o111, f"{script.name} is not executable"
    subprocess.run(["sh", "-n", str(script)], check=True)


def test_the_continuous_integration_script_is_well_formed() -> None:
    script = ROOT / ".ci/run"
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(script)], check=True)
