"""Marks on a function, a class or a whole file are all counted."""

from pathlib import Path

from tools import capabilities

FILE = """
import pytest
pytestmark = [pytest.mark.capability(1), pytest.mark.browser]

@pytest.mark.capability(2, 3)
def test_one(): ...

@pytest.mark.capability(4)
class TestTwo:
    @pytest.mark.capability(5)
    def test_inner(self): ...

@pytest.mark.rule("ACT-04", "refused")
def test_three(): ...
"""


def test_every_place_a_mark_can_stand_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_it.py").write_text(FILE)
    assert capabilities.proofs(folder) == {
        1: ["tests/test_it.py"],
        2: ["tests/test_it.py::test_one"],
        3: ["tests/test_it.py::test_one"],
        4: ["tests/test_it.py::TestTwo"],
        5: ["tests/test_it.py::TestTwo::test_inner"],
    }
