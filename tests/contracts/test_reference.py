"""The generated reference is current."""

from tools import reference


def test_the_generated_pages_are_what_the_code_says() -> None:
    assert reference.stale(reference.pages()) == [], "run bin/docs and commit what it writes"
