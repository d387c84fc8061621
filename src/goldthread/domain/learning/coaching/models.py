"""Coaching sessions with attendance and answers, what they prove, and vignettes that were sat."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.domain.actions.models import Action
from goldthread.domain.learning.coaching.terms import Rating, SessionStatus, SittingStatus
from goldthread.domain.learning.scenarios.models import Question, Scenario
from goldthread.domain.learning.scenarios.terms import Subject
from goldthread.evidence.models import Item
from goldthread.instruments.models import Response
from goldthread.workflow.models import Lifecycle


class Session(Lifecycle):
    """One coaching session, as it was held.

    `unit` is the first of `units`, whose staff were eligible. Who they were and who came is kept
    as it was on the day, so that its share never changes when people join or leave.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    units = models.ManyToManyField(Unit, related_name="+")
    status = models.CharField(max_length=30, choices=SessionStatus.choices)
    subject = models.CharField(max_length=20, choices=Subject.choices)
    scenarios = models.ManyToManyField(Scenario, related_name="sessions")
    held_at = models.DateTimeField()
    facilitator = models.ForeignKey(User, models.PROTECT, related_name="+")
    guests = models.CharField(max_length=300, blank=True)
    take_away = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="held") | Q(status="withdrawn") & ~Q(withdrawn_because=""),
                name="session_withdrawn_because",
            )
        ]
        indexes = [models.Index(fields=["organisation", "-held_at"], name="session_newest")]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}, {self.held_at:%Y-%m-%d}"


class Attendance(models.Model):
    """Someone who was eligible on the day, and whether they came."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendance")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    attended = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="attendance_once")
        ]
        ordering = ["person__name", "pk"]

    def __str__(self) -> str:
        return f"{self.person} {'came' if self.attended else 'did not come'}"


class Answer(models.Model):
    """What one person, or the group (`person` empty), answered to a question, and how it was rated."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    rating = models.CharField(max_length=10, choices=Rating.choices)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "question", "person"], name="answer_once"),
            models.UniqueConstraint(
                fields=["session", "question"],
                condition=Q(person__isnull=True),
                name="group_answer_once",
            ),
        ]
        ordering = ["question__scenario", "question__position", "pk"]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_rating_display()}"


class Proof(models.Model):
    """A piece of evidence of an action that was made from a session's own record."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="proofs")
    action = models.ForeignKey(Action, models.PROTECT, related_name="+")
    item = models.OneToOneField(Item, models.PROTECT, related_name="coaching_proof")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField()
    used_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.item)


class Sitting(Lifecycle):
    """A vignette that a member of staff sat in supervision, and what follows.

    `safe` is the instrument's own verdict on the answers in `response`. `retest_of` is the
    sitting that this one follows up.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    status = models.CharField(max_length=30, choices=SittingStatus.choices)
    staff = models.ForeignKey(User, models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(User, models.PROTECT, related_name="+")
    code = models.SlugField(max_length=60)
    response = models.OneToOneField(Response, models.PROTECT, null=True, related_name="sitting")
    sat_at = models.DateTimeField()
    safe = models.BooleanField()
    follow_up = models.TextField(blank=True)
    follow_up_by = models.DateField(null=True)
    retest_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="retest")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(safe=True) & Q(status="safe")
                | Q(safe=False)
                & Q(status__in=("follow_up", "retested"))
                & ~Q(follow_up="")
                & Q(follow_up_by__isnull=False),
                name="unsafe_sitting_has_follow_up",
            )
        ]
        indexes = [models.Index(fields=["unit", "code", "sat_at"], name="sitting_of_unit")]

    def __str__(self) -> str:
        return f"{self.code}, {self.sat_at:%Y-%m-%d}"
