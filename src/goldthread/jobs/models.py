"""When each schedule last ran, and which workers are alive."""

from __future__ import annotations

from django.db import models


class ScheduleRun(models.Model):
    """The last run of one schedule; the lease keeps two workers from running it together.

    When it is next due is worked out from these times and the schedule's interval, so a worker
    that was off for a day catches up with one run, not with a thousand.
    """

    name = models.SlugField(max_length=60, unique=True)
    started_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    leased_by = models.CharField(max_length=64, blank=True)
    leased_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """A running worker says here every few seconds that it is alive."""

    worker_id = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    beaten_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"
