"""Rooms, their guests, what stands in them; and packs shared with one recipient by a link."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldthread.access.models import Unit, User
from goldthread.domain.governance.bundles.terms import Kind as BundleKind
from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.rooms.terms import For, Status, What
from goldthread.domain.incidents.models import Incident
from goldthread.workflow.models import Lifecycle


class Room(Lifecycle):
    """What some guests may open from one day to another (both included), and who let them in."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rooms")
    status = models.CharField(max_length=30, choices=Status.choices)
    made_for = models.CharField(max_length=20, choices=For.choices)
    purpose = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    shows_measures = models.BooleanField(default=True)
    guests = models.ManyToManyField(User, through="RoomGuest", related_name="rooms")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="room_days"),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="room_closed_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-ends_on"], name="room_latest")]

    def __str__(self) -> str:
        return self.purpose


class RoomGuest(models.Model):
    """Someone who may enter."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="guest_links")
    user = models.ForeignKey(User, models.PROTECT, related_name="room_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="guest_once_a_room")]

    def __str__(self) -> str:
        return f"{self.user} in {self.room}"


class RoomThing(models.Model):
    """One thing that guests may open: a frozen pack, a bundle of some days, or a record."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="things")
    what = models.CharField(max_length=10, choices=What.choices)
    pack = models.ForeignKey(Pack, models.PROTECT, null=True, related_name="room_things")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="room_things")
    bundle = models.CharField(max_length=30, choices=BundleKind.choices, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    put_at = models.DateTimeField()
    put_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what="pack", pack__isnull=False, incident__isnull=True, bundle="")
                | Q(what="record", pack__isnull=True, incident__isnull=False, bundle="")
                | (
                    Q(what="bundle", pack__isnull=True, incident__isnull=True)
                    & ~Q(bundle="")
                    & Q(since__isnull=False, until__isnull=False)
                ),
                name="room_thing_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} in {self.room}"


class PackShare(models.Model):
    """A frozen pack for one recipient, who opens it by a signed link without an account."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    pack = models.ForeignKey(Pack, models.PROTECT, related_name="shares")
    recipient = models.CharField(max_length=160)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.pack} for {self.recipient}"
