"""Packs, the words people add to them, and the files made of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.domain.governance.forums.models import Meeting
from goldthread.domain.governance.packs.terms import FileState, Kind, Status
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.workflow.models import Lifecycle


class Pack(Lifecycle):
    """One governance document. `content` are the sections of a draft, made at `assembled_at`.

    Frozen, `snapshot` is the whole document as the exact text that `digest` (SHA-256) was made
    of; nothing else is read from then on. `names` are the incidents it says something about.
    `checkpoint` is the trail's signed digest over all records at that moment.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="packs")
    status = models.CharField(max_length=30, choices=Status.choices)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField()
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="packs")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="packs")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="packs")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    outside = models.BooleanField(default=False)

    content = models.JSONField(default=list)
    names = models.JSONField(default=list)
    assembled_at = models.DateTimeField()
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    snapshot = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    checkpoint = models.JSONField(default=dict)
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    discarded_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(since__lte=models.F("until")), name="pack_days"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "discarded"])
                | (~Q(snapshot="") & ~Q(digest="") & Q(frozen_at__isnull=False)),
                name="pack_frozen_with_its_text",
            ),
            models.CheckConstraint(
                condition=~Q(kind="incident") | Q(incident__isnull=False),
                name="pack_of_an_incident_has_one",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["theme", "family"]) | Q(theme__isnull=False),
                name="pack_of_a_theme_has_one",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-until", "-id"], name="pack_newest"),
            models.Index(fields=["unit", "kind", "-until"], name="pack_of_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def thread(self) -> int | None:
        """The golden thread of a pack about one incident."""
        return self.incident_id


class Commentary(models.Model):
    """What people say of one section of a draft. `version` counts changes, so that two notice."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="commentary")
    section = models.SlugField(max_length=60)
    words = models.TextField()
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "section"], name="commentary_once_a_section")
        ]

    def __str__(self) -> str:
        return f"{self.pack}: {self.section}"


class PackFile(models.Model):
    """The files of a frozen pack, made in the background; `done` of `steps` say how far.

    They can be thrown away and made again: the same pack gives the same bytes.
    """

    pack = models.OneToOneField(Pack, models.CASCADE, related_name="files")
    state = models.CharField(max_length=10, choices=FileState.choices)
    steps = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    pdf = models.BinaryField(default=b"")
    archive = models.BinaryField(default=b"")
    digest = models.CharField(max_length=64, blank=True)
    fault = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ready_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Files of {self.pack}"
