"""What is said to be delivered is proved by a test."""

from tools import capabilities


def test_every_delivered_row_names_a_test() -> None:
    proven = capabilities.proofs()
    assert [row for row in capabilities.delivered() if row not in proven] == []


def test_every_row_a_test_names_is_in_the_list() -> None:
    known = capabilities.rows()
    assert len(known) == 121
    assert {row: tests for row, tests in capabilities.proofs().items() if row not in known} == {}


def test_every_delivered_row_is_in_the_list() -> None:
    assert set(capabilities.delivered()) <= set(capabilities.rows())
