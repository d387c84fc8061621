"""What notices do by the clock."""

from goldthread.jobs.registry import every
from goldthread.notices.digests import gather
from goldthread.notices.outbox import deliver
from goldthread.notices.reminders import sweep

every("clock_sweep", minutes=1)(sweep)
every("digests", minutes=5)(gather)
every("outbox", minutes=1)(deliver)
