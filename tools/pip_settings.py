"""Print pip's own configuration as shell `export` lines for uv, which does not read it.

pip takes indexes, certificates and the rest from files and from `PIP_*` variables; whoever set
those up for this machine expects them to be used. A `UV_*` variable that is already set wins.
"""

import ast
import os
import shlex
import subprocess
import sys

UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}
# pip's own order: a later source wins.
SOURCES = ("global", "site", "install", ":env:")


def uv_environment(listing: str) -> dict[str, str]:
    """Translate the lines of `pip config list` (`source.option='value'`) into uv's variables.

    Hashes are always required here, so every index is searched as pip would search it.
    """
    found: dict[str, tuple[int, str]] = {}
    for line in listing.splitlines():
        source, _, rest = line.partition(".")
        option, _, literal = rest.partition("=")
        if option in UV_NAMES and source in SOURCES:
            rank = SOURCES.index(source)
            value = " ".join(str(ast.literal_eval(literal)).split())
            found[option] = max(found.get(option, (-1, "")), (rank, value))
    settings = {UV_NAMES[option]: value for option, (_, value) in found.items() if value}
    if "UV_FIND_LINKS" in settings:
        settings["UV_FIND_LINKS"] = settings["UV_FIND_LINKS"].replace(" ", ",")
    return settings | {"UV_INDEX_STRATEGY": "unsafe-best-match"}


def main() -> None:
    """Write one `export NAME=value` line for each setting."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listing = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for name, value in uv_environment(listing).items():
        if name not in os.environ:
            sys.stdout.write(f"export {name}={shlex.quote(value)}\n")


if __name__ == "__main__":
    main()
