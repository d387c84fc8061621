"""The wheel carries the front-end assets although git ignores them."""

from pathlib import Path
from typing import Any

import pytest

import hatch_build
from tests.contracts.repository import ROOT

run_path = hatch_build.runpy.run_path


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The checkouts whose assets were built; nothing is really installed."""
    seen: list[Path] = []
    monkeypatch.setattr(
        hatch_build.runpy, "run_path", lambda path: run_path(path) | {"build": seen.append}
    )
    return seen


def hook() -> hatch_build.FrontEnd:
    nothing: Any = None
    return hatch_build.FrontEnd(str(ROOT), {}, nothing, nothing, "", "wheel")


def test_a_wheel_is_built_with_fresh_assets(built: list[Path]) -> None:
    data: dict[str, Any] = {"artifacts": []}
    hook().initialize("standard", data)
    assert built == [ROOT]
    assert data["artifacts"] == ["src/goldthread/web/static/vendor/"]


def test_an_editable_install_builds_nothing(built: list[Path]) -> None:
    hook().initialize("editable", {"artifacts": []})
    assert built == []
