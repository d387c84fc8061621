"""Write docs/reference/generated from the code, or say which pages no longer match it.

`bin/docs` writes; `bin/docs --check` only compares. A page comes from here or from any package
that has a `reference` module with a function `pages()` returning file name → text.
"""

import importlib
import os
import pkgutil
import sys
from pathlib import Path

import click
import django

import goldthread
from goldthread.cli.main import goldthread as command_line

GENERATED = Path(__file__).parents[1] / "docs/reference/generated"


def pages() -> dict[str, str]:
    """Return every generated page: file name → text."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
    django.setup()
    found = command_pages()
    for module in pkgutil.walk_packages(goldthread.__path__, "goldthread."):
        if module.name.rpartition(".")[2] == "reference":
            found |= importlib.import_module(module.name).pages()
    return {name: text.rstrip() + "\n" for name, text in found.items()}


def command_pages() -> dict[str, str]:
    """Return the page of the command line: the help of every command."""
    sections = command_sections(command_line, plain_context(command_line, "goldthread"))
    return {"commands.md": "\n".join(["# The `goldthread` command", "", *sections])}


def plain_context(
    command: click.Command, name: str, parent: click.Context | None = None
) -> click.Context:
    """Return a context whose help reads the same on every terminal."""
    plain = {"terminal_width": 100, "max_content_width": 100, "color": False}
    return click.Context(command, parent, name, **{**command.context_settings, **plain})


def command_sections(command: click.Command, context: click.Context) -> list[str]:
    """Return the lines for one command and, below it, those it holds."""
    lines = [f"## `{context.command_path}`", "", "```text", command.get_help(context), "```", ""]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner and not inner.hidden:
                lines += command_sections(inner, plain_context(inner, name, context))
    return lines


def stale(wanted: dict[str, str], folder: Path = GENERATED) -> list[str]:
    """Return the names of the pages that are missing, changed or no longer made."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(
        name for name in wanted.keys() | kept.keys() if wanted.get(name) != kept.get(name)
    )


def write(wanted: dict[str, str], folder: Path = GENERATED) -> list[str]:
    """Make the folder hold exactly the wanted pages; return the names that changed."""
    changed = stale(wanted, folder)
    for name in changed:
        folder.mkdir(parents=True, exist_ok=True)
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8")
        else:
            (folder / name).unlink()
    return changed


def main() -> int:
    """Write the pages, or with `--check` only compare; 1 where the comparison finds a difference."""
    checking = "--check" in sys.argv[1:]
    wanted = pages()
    changed = stale(wanted) if checking else write(wanted)
    said = "Out of date" if checking else "Written"
    print("\n".join(f"{said}: {name}" for name in changed) or "Every generated page is current.")
    return int(checking and bool(changed))


if __name__ == "__main__":
    sys.exit(main())
