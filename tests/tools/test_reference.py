"""The generated reference follows the code."""

from pathlib import Path

import click

from tools import reference


@click.group("goldthread")
def root() -> None:
    """Incident management."""


@root.command()
@click.option("--name", help="Whose name.")
def greet(name: str) -> None:
    """Say hello."""


@root.command(hidden=True)
def secret() -> None:
    """Never shown."""


def test_every_command_that_is_shown_has_its_help_in_the_page() -> None:
    text = "\n".join(reference.command_sections(root, reference.plain_context(root, "goldthread")))
    assert "## `goldthread greet`" in text
    assert "Whose name." in text
    assert "Never shown." not in text


def test_writing_makes_the_folder_hold_exactly_the_pages(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text("old")
    (tmp_path / "kept.md").write_text("same\n")
    assert reference.write({"kept.md": "same\n", "new.md": "text\n"}, tmp_path) == [
        "gone.md",
        "new.md",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.md", "new.md"]
    assert reference.stale({"kept.md": "same\n", "new.md": "text\n"}, tmp_path) == []


def test_a_page_that_no_longer_matches_the_code_is_named(tmp_path: Path) -> None:
    (tmp_path / "commands.md").write_text("old\n")
    assert reference.stale({"commands.md": "new\n"}, tmp_path) == ["commands.md"]
