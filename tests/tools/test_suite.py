"""bin/test says plainly what it ran, and fails when it must."""

import pytest

from tools import suite
from tools.suite import Half, Outcome

EVERYTHING = suite.parse([])
STRICT = suite.parse(["--require-all"])


def test_options_that_are_not_ours_go_to_pytest_as_they_stand() -> None:
    wanted = suite.parse(["--require-all", "tests/trail", "-k", "chain", "-x"])
    assert wanted.require_all
    assert wanted.pytest == ["tests/trail", "-k", "chain", "-x"]


@pytest.mark.parametrize(
    ("outcome", "wanted", "is_failure"),
    [
        (Outcome.PASSED, STRICT, False),
        (Outcome.FAILED, EVERYTHING, True),
        (Outcome.NOT_RUN, EVERYTHING, False),
        (Outcome.NOT_RUN, STRICT, True),
        (Outcome.EMPTY, EVERYTHING, False),
        (Outcome.EMPTY, STRICT, True),
        (Outcome.EMPTY, suite.parse(["--require-all", "tests/trail"]), False),
    ],
)
def test_a_half_fails_the_run_where_it_failed_or_was_required(
    outcome: Outcome, wanted: suite.Wanted, is_failure: bool
) -> None:
    assert suite.failed(Half("PostgreSQL", outcome), wanted) is is_failure


def test_a_half_that_cannot_run_says_the_line_that_would_enable_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(suite, "find_chromium", lambda: None)
    half = suite.run_browser("Browser", EVERYTHING)
    assert half.outcome is Outcome.NOT_RUN
    assert "apt-get install chromium" in suite.summary([half])


def test_no_postgres_at_all_is_a_half_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite.postgres, "named_url", lambda: None)
    monkeypatch.setattr(suite.postgres, "binaries", lambda: None)
    monkeypatch.setattr(suite.postgres, "answering_server", lambda: None)
    (half,) = suite.run_postgres(EVERYTHING, in_ci=False)
    assert half.outcome is Outcome.NOT_RUN
    assert "apt-get install postgresql" in half.detail


def test_an_address_of_another_database_is_not_taken_for_postgres(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("GOLDTHREAD_TEST_DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///x.sqlite3")
    assert suite.postgres.named_url() is None
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/goldthread")
    assert suite.postgres.named_url() == "postgresql://db.example/goldthread"


def test_journeys_are_looked_for_where_they_are_unless_tests_are_named() -> None:
    assert not suite.parse(["-k", "chain"]).names_tests
    assert suite.parse(["tests/tools/test_suite.py::test_x"]).names_tests
