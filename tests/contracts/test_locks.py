"""Every package is pinned by hash, and the locks are those of pyproject.toml and package.json."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.contracts.repository import ROOT

LOCKS = sorted(path.name for path in ROOT.glob("requirements*.txt"))


def locked(name: str) -> dict[str, list[tuple[Requirement, int]]]:
    """Return package → its pinned entries (one for each marker), each with its count of hashes."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    packages: dict[str, list[tuple[Requirement, int]]] = {}
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            entry = Requirement(line.split(" --hash")[0].strip())
            hashes = len(re.findall(r"--hash=sha256:[0-9a-f]{64}", line))
            packages.setdefault(canonicalize_name(entry.name), []).append((entry, hashes))
    return packages


def pyproject(path: Path = ROOT / "pyproject.toml") -> dict[str, list[str]]:
    """Return which requirements each lock must satisfy."""
    settings = tomllib.loads(path.read_text(encoding="utf-8"))
    run, dev = settings["project"]["dependencies"], settings["dependency-groups"]["dev"]
    return {"requirements.txt": run, "requirements-dev.txt": run + dev}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_its_hashes(name: str) -> None:
    for package, entries in locked(name).items():
        for entry, hashes in entries:
            assert hashes, f"{package} has no hash: run bin/lock"
            assert [item.operator for item in entry.specifier] == ["=="], package


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_holds_every_direct_dependency_at_a_version_that_is_allowed(name: str) -> None:
    packages = locked(name)
    for wanted in map(Requirement, pyproject()[name]):
        entries = packages.get(canonicalize_name(wanted.name), [])
        assert entries, f"{wanted.name} is not locked: run bin/lock"
        for entry, _ in entries:
            version = str(entry.specifier).removeprefix("==")
            assert wanted.specifier.contains(version), f"{entry} is not {wanted}: run bin/lock"


def test_what_is_tested_is_what_is_run() -> None:
    run, dev = locked("requirements.txt"), locked("requirements-dev.txt")
    assert {name: dev.get(name) for name in run} == run


def test_the_front_end_lock_has_a_hash_for_each_package_and_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert all("integrity" in entry and "resolved" not in entry for entry in packages.values())
    for group in ("dependencies", "devDependencies"):
        for name, version in wanted[group].items():
            assert packages[f"node_modules/{name}"]["version"] == version
