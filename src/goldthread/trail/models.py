"""Entries, heads and checkpoints. Database triggers refuse to change or delete an entry."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One thing that happened to one record.

    `body` is the exact text that was hashed: canonical JSON with the previous entry's hash in it.
    The other columns repeat parts of it for look-up and are checked against it on verification.
    `thread` gathers the entries of one golden thread: the number of its incident.
    """

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    organisation_id = models.BigIntegerField(null=True)
    thread = models.BigIntegerField(null=True)
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "record_id", "sequence"], name="trail_one_successor"
            )
        ]
        indexes = [models.Index(fields=["thread", "at"]), models.Index(fields=["actor", "at"])]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id} no. {self.sequence}: {self.kind}"


class Head(models.Model):
    """The last entry of each record's chain, so that a cut tail or a lost chain is noticed."""

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_type", "record_id"], name="trail_one_head")
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id} at {self.sequence}"


class Checkpoint(models.Model):
    """A digest over all heads at a moment; its copy must leave the database to be worth much."""

    at = models.DateTimeField()
    heads = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.digest[:12]}"
