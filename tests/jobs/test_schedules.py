"""Schedules run about once an interval, by one worker at a time, worked out from their last run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import timezone

from goldthread.clocks import operations as clocks
from goldthread.jobs import operations, queries, registry
from goldthread.jobs.leavers import tell_of_leavers
from goldthread.jobs.models import ScheduleRun
from goldthread.jobs.operations import run_due_schedules
from goldthread.jobs.terms import FIRST_RETRY, LEASE
from goldthread.notices.models import Notice
from tests.factories import people

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def ran(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """One hourly schedule, and what it did."""
    done: list[str] = []
    schedule = registry.Schedule("hourly", HOUR, lambda: done.append("ran"))
    for module in (operations, queries):
        monkeypatch.setattr(module, "discover", lambda: {"hourly": schedule})
    yield done


def test_a_schedule_runs_once_an_interval(ran: list[str]) -> None:
    for minutes in (0, 1, 59, 60, 61):
        run_due_schedules("one", NOW + dt.timedelta(minutes=minutes))
    assert len(ran) == 2


def test_after_a_day_off_it_catches_up_with_one_run(ran: list[str]) -> None:
    run_due_schedules("one", NOW)
    assert queries.late_schedules(NOW + 24 * HOUR) == ["hourly"]
    run_due_schedules("one", NOW + 24 * HOUR)
    run_due_schedules("one", NOW + 24 * HOUR)
    assert len(ran) == 2
    assert queries.late_schedules(NOW + 24 * HOUR) == []


def test_two_workers_do_not_run_it_together(ran: list[str]) -> None:
    run_due_schedules("one", NOW)
    row = ScheduleRun.objects.get()
    later = NOW + 2 * HOUR
    assert operations._take(row, "one", later)
    assert not operations._take(row, "two", later)
    run_due_schedules("two", later + LEASE / 2)
    assert len(ran) == 1


def test_the_schedule_of_a_killed_worker_is_taken_over(ran: list[str]) -> None:
    run_due_schedules("one", NOW)
    operations._take(ScheduleRun.objects.get(), "one", NOW + HOUR)
    run_due_schedules("two", NOW + HOUR + max(LEASE, HOUR))
    assert len(ran) == 2


def test_a_failing_schedule_is_tried_again_sooner_and_is_known(
    ran: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        ran.append("failed")
        raise RuntimeError("what Mr Example said")

    schedule = registry.Schedule("hourly", HOUR, fail)
    monkeypatch.setattr(operations, "discover", lambda: {"hourly": schedule})
    run_due_schedules("one", NOW)
    run_due_schedules("one", NOW + FIRST_RETRY - dt.timedelta(seconds=1))
    assert len(ran) == 1
    run_due_schedules("one", NOW + FIRST_RETRY)
    run_due_schedules("one", NOW + FIRST_RETRY * 2)
    assert len(ran) == 2
    assert queries.failing_schedules() == ["hourly (2 times: builtins.RuntimeError)"]
    assert "Example" not in caplog.text


def test_every_schedule_of_the_product_is_found_and_runs(db: None) -> None:
    names = run_due_schedules("one", timezone.now())
    assert {
        "clock_sweep",
        "outbox",
        "reap_tasks",
        "trail_checkpoint",
        "leavers",
        "forget_finished_tasks",
    } <= set(names)
    assert queries.failing_schedules() == []


def test_two_schedules_cannot_share_a_name(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "SCHEDULES", {})
    registry.every("one", hours=1)(print)
    with pytest.raises(ValueError, match="Two schedules"):
        registry.every("one", hours=1)(repr)


@pytest.mark.capability(39)
def test_managers_are_told_once_of_what_someone_who_left_still_owns(db: None) -> None:
    team = people.team()
    manager = people.person(team, "team_manager")
    leaver = people.person(team, "supervisor")
    clocks.start_due(
        "action_due", team, unit=team, at=NOW, due_at=NOW + HOUR, label="An action", owner=leaver
    )
    assert tell_of_leavers() == 0
    leaver.is_active = False
    leaver.save()
    assert tell_of_leavers() == 1
    assert tell_of_leavers() == 0
    assert Notice.objects.get().recipient == manager
