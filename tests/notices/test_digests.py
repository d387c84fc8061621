"""What is not urgent is gathered once a day or a week; quiet hours hold; some kinds pass."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.refusals import Refused
from goldthread.clocks import operations as clocks
from goldthread.clocks.models import ClockPolicy
from goldthread.notices import digests, operations, outbox, queries
from goldthread.notices.choices import be_away, choose
from goldthread.notices.models import Mail, Notice, Preference
from goldthread.notices.reminders import sweep
from goldthread.notices.terms import Rhythm, kinds
from goldthread.notices.timing import after_quiet, may_leave_at, next_digest, preference_of
from tests.factories import people


def local(day: int, hour: int, minute: int = 0, month: int = 3) -> dt.datetime:
    """A moment of 2026 in local time; 2 March 2026 is a Monday."""
    return timezone.make_aware(dt.datetime(2026, month, day, hour, minute))


def tell(*told: User, **options: Any) -> list[Notice]:
    return operations.send(
        told, "review_submitted", **({"subject": "A review waits", "link": "/reviews/1/"} | options)
    )


@pytest.fixture
def night(manager: User, with_email: None) -> Preference:
    """The manager's quiet hours are the night."""
    return choose(manager, Rhythm.DAILY, hour=8, quiet_from=dt.time(20), quiet_until=dt.time(7))


def test_by_default_what_is_not_urgent_comes_in_one_email_at_eight(
    manager: User, with_email: None, settings: Any
) -> None:
    tell(manager, at=local(3, 10))
    tell(manager, subject="Another waits", link="/reviews/2/", at=local(3, 15))
    assert digests.gather(local(4, 7, 55)) == 0
    assert digests.gather(local(4, 8)) == 1
    assert outbox.deliver(local(4, 8)) == 1
    message = mail.outbox[0]
    assert message.subject == "2 things for you in Goldthread"
    assert "A review waits. Read it, then sign it off or send it back." in message.body
    assert f"{settings.BASE_URL}/reviews/2/" in message.body


def test_a_digest_is_made_once_however_often_it_is_asked_for(
    manager: User, with_email: None
) -> None:
    tell(manager, at=local(3, 10))
    assert [digests.gather(local(4, 8, n)) for n in (0, 1, 2)] == [1, 0, 0]
    assert Mail.objects.count() == 1


def test_days_without_a_worker_make_one_digest_of_everything(
    manager: User, with_email: None
) -> None:
    for day in (2, 3, 4, 5):
        tell(manager, at=local(day, 10))
    assert digests.gather(local(9, 9)) == 1
    assert len(Notice.objects.get(kind="digest").lines) == 4


def test_nothing_new_makes_no_digest(manager: User, with_email: None) -> None:
    assert digests.gather(local(4, 8)) == 0


def test_what_was_read_in_the_product_is_not_said_again(manager: User, with_email: None) -> None:
    notice = tell(manager, at=local(3, 10))[0]
    operations.mark_read(manager, [notice.pk])
    assert digests.gather(local(4, 8)) == 0
    assert not Mail.objects.exists()


def test_what_was_met_meanwhile_is_not_said(
    team: Unit, manager: User, organisation: Unit, with_email: None
) -> None:
    ClockPolicy.objects.create(
        organisation=organisation, kind="triage", label="Triage", due_amount=24,
        due_unit="hours", source="local_policy", source_text="Ours",
    )  # fmt: skip
    clock = clocks.start("triage", team, unit=team, at=local(2, 10), owner=manager)
    sweep(clock.due_at)
    clocks.meet(team, "triage")
    assert digests.gather(local(4, 8)) == 0


def test_what_is_urgent_does_not_wait_for_the_digest(manager: User, with_email: None) -> None:
    tell(manager, urgent=True, at=local(3, 10))
    assert outbox.deliver(local(3, 10)) == 1


def test_a_digest_does_not_stand_among_the_notices(manager: User, with_email: None) -> None:
    tell(manager, at=local(3, 10))
    digests.gather(local(4, 8))
    assert [notice.kind for notice in queries.notices_of(manager)] == ["review_submitted"]
    assert queries.unread_count(manager) == 1


def test_a_weekly_digest_comes_on_monday(manager: User, with_email: None) -> None:
    choose(manager, Rhythm.WEEKLY, hour=9)
    assert next_digest(preference_of(manager), local(2, 9)) == local(9, 9)
    assert next_digest(preference_of(manager), local(4, 23)) == local(9, 9)


def test_a_new_choice_moves_what_waits(manager: User, with_email: None) -> None:
    tell(manager, at=local(3, 10))
    choose(manager, Rhythm.WEEKLY, hour=9, at=local(3, 11))
    assert digests.gather(local(8, 23)) == 0
    assert digests.gather(local(9, 9)) == 1


def test_a_digest_at_eight_is_at_eight_when_the_clocks_change(manager: User) -> None:
    """British Summer Time began on 29 March 2026."""
    assert next_digest(preference_of(manager), local(28, 9)) == local(29, 8)
    assert local(29, 8).utctimetuple().tm_hour == 7


def test_someone_who_left_gets_no_digest(manager: User, with_email: None) -> None:
    tell(manager, at=local(3, 10))
    User.objects.filter(pk=manager.pk).update(is_active=False)
    assert digests.gather(local(4, 8)) == 0


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        (local(3, 19, 59), local(3, 19, 59)),
        (local(3, 20), local(4, 7)),
        (local(3, 23, 30), local(4, 7)),
        (local(4, 3), local(4, 7)),
        (local(4, 7), local(4, 7)),
    ],
)
def test_quiet_hours_over_midnight_hold_until_they_end(
    night: Preference, at: dt.datetime, leaves: dt.datetime
) -> None:
    assert may_leave_at(night, "clock_breached", at) == leaves


def test_quiet_hours_within_a_day(manager: User) -> None:
    told = choose(manager, Rhythm.DAILY, hour=8, quiet_from=dt.time(12), quiet_until=dt.time(14))
    assert after_quiet(told, local(3, 13)) == local(3, 14)
    assert after_quiet(told, local(3, 11)) == local(3, 11)


def test_a_digest_that_falls_into_quiet_hours_waits_for_their_end(manager: User) -> None:
    told = choose(manager, Rhythm.DAILY, hour=6, quiet_from=dt.time(20), quiet_until=dt.time(7))
    assert next_digest(told, local(3, 10)) == local(4, 7)


def test_an_urgent_email_waits_for_the_end_of_quiet_hours(night: Preference, manager: User) -> None:
    operations.send([manager], "clock_breached", subject="Late", urgent=True, at=local(3, 23))
    assert outbox.deliver(local(4, 6, 59)) == 0
    assert queries.overdue_mail(local(4, 6)) == 0
    assert outbox.deliver(local(4, 7)) == 1


@pytest.mark.parametrize("kind", ["unsafe_now", "safeguarding_concern", "escalation_late"])
def test_the_listed_kinds_pass_through_quiet_hours(
    night: Preference, manager: User, kind: str
) -> None:
    operations.send([manager], kind, subject="Now", urgent=True, at=local(3, 23))
    assert outbox.deliver(local(3, 23)) == 1


def test_only_kinds_with_a_reason_pass() -> None:
    passing = {kind.code for kind in kinds().values() if kind.even_in_quiet_hours}
    assert passing == {"unsafe_now", "safeguarding_concern", "escalation_late"}
    assert all(len(kinds()[code].even_in_quiet_hours) > 40 for code in passing)


@pytest.mark.rule("NTC-02", "refused")
@pytest.mark.parametrize(("rhythm", "hour"), [("hourly", 8), ("daily", 24), ("daily", -1)])
def test_a_rhythm_nobody_offers_is_refused(manager: User, rhythm: str, hour: int) -> None:
    with pytest.raises(Refused) as refused:
        choose(manager, rhythm, hour=hour)
    assert refused.value.codes == ("NTC-02",)


@pytest.mark.rule("NTC-02", "allowed")
@pytest.mark.parametrize("rhythm", Rhythm.values)
def test_each_rhythm_may_be_chosen(manager: User, rhythm: str) -> None:
    assert choose(manager, rhythm, hour=23).rhythm == rhythm


@pytest.mark.rule("NTC-03", "refused")
@pytest.mark.parametrize(
    ("begins", "ends"), [(dt.time(20), None), (None, dt.time(7)), (dt.time(7), dt.time(7))]
)
def test_quiet_hours_need_two_ends(
    manager: User, begins: dt.time | None, ends: dt.time | None
) -> None:
    with pytest.raises(Refused) as refused:
        choose(manager, Rhythm.DAILY, hour=8, quiet_from=begins, quiet_until=ends)
    assert refused.value.codes == ("NTC-03",)


@pytest.mark.rule("NTC-03", "allowed")
def test_quiet_hours_may_be_left_out_again(manager: User, night: Preference) -> None:
    assert choose(manager, Rhythm.DAILY, hour=8).quiet_from is None


def test_whoever_covers_is_told_so_and_by_no_name(
    team: Unit, manager: User, with_email: None
) -> None:
    stand_in = people.person(team, "team_manager")
    be_away(manager, dt.date(2026, 3, 9), dt.date(2026, 3, 20), covered_by=stand_in, by=manager)
    notice = Notice.objects.get(recipient=stand_in)
    assert notice.subject == "You cover for a colleague from 9 March 2026"
    assert manager.name not in notice.subject + notice.body
    assert outbox.deliver() == 1
    be_away(manager, dt.date(2026, 3, 9), dt.date(2026, 3, 21), covered_by=stand_in, by=manager)
    assert Notice.objects.count() == 1
