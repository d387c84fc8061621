"""The base of every record with a life."""

from __future__ import annotations

from django.db import models


class Lifecycle(models.Model):
    """A record whose `status` only `workflow.perform` changes; `version` counts its changes."""

    status = models.CharField(max_length=30)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
