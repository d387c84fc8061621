"""Reviews and what they see. There is no field for a person at fault, on purpose."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldthread.access.models import Unit, User
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import Precision, Tier
from goldthread.domain.reviews.terms import Lens, Method, PatternKind, SeipsFactor, Status
from goldthread.workflow.models import Lifecycle


class Review(Lifecycle):
    """A piece of work at a tier. `incident` is the one that asked for it; a thematic review also
    has the others of its set in `linked`.

    `system_gap` names what in the system let it happen, for governance to sign (row 60).

    The rapid answers are used at the rapid tier only; `week_owner` and `week_due_on` make the
    action of its third question.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="reviews")
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reviews")
    status = models.CharField(max_length=30, choices=Status.choices)
    tier = models.CharField(max_length=20, choices=Tier.choices)
    method = models.CharField(max_length=30, choices=Method.choices)
    title = models.CharField(max_length=200, blank=True)
    lead = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    terms_of_reference = models.TextField(blank=True)
    system_gap = models.TextField(blank=True)
    what_happened = models.TextField(blank=True)
    what_should_change = models.TextField(blank=True)
    this_week = models.TextField(blank=True)
    week_owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    week_due_on = models.DateField(null=True)
    rights = models.TextField(blank=True)
    no_family_questions_because = models.TextField(blank=True)
    no_action_because = models.TextField(blank=True)
    wording_seen_at = models.DateTimeField(null=True)
    wording_seen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_off_at = models.DateTimeField(null=True)
    signed_off_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned_because = models.TextField(blank=True)
    linked = models.ManyToManyField(Incident, through="LinkedIncident", related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="signed_off") | Q(signed_off_by__isnull=False),
                name="review_signed_off_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by__isnull=True) | ~Q(signed_off_by=F("submitted_by")),
                name="review_signed_off_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tier_display()} of {self.incident}"


class LinkedIncident(models.Model):
    """An incident of a thematic review's set."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="links")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="review_links")
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "incident"], name="incident_linked_once")
        ]

    def __str__(self) -> str:
        return f"{self.incident} in {self.review}"


class Answer(models.Model):
    """The answer to one question of the method (see the shipped review guidance)."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="answers")
    question = models.SlugField(max_length=60)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "question"], name="method_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.question}"


class LensNote(models.Model):
    """What one of the four lenses showed, or why it is not relevant."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="lenses")
    lens = models.CharField(max_length=30, choices=Lens.choices)
    relevant = models.BooleanField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "lens"], name="lens_once")]

    def __str__(self) -> str:
        return f"{self.review}: {self.lens}"


class Factor(models.Model):
    """A contributory factor in the work system, answered by an action or by a reason."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="factors")
    seips = models.CharField(max_length=30, choices=SeipsFactor.choices)
    text = models.TextField()
    work_as_imagined = models.TextField(blank=True)
    work_as_done = models.TextField(blank=True)
    no_action_because = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.get_seips_display()}: {self.text[:40]}"


class FamilyQuestion(models.Model):
    """A question the person or family asked, and its answer or why there is none."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="family_questions")
    question = models.TextField()
    answer = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.question[:60]


class ChronologyEntry(models.Model):
    """One line of the chronology: when, what, and where it is known from."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="chronology")
    happened_at = models.DateTimeField(null=True)
    precision = models.CharField(max_length=10, choices=Precision.choices)
    what = models.TextField()
    known_from = models.CharField(max_length=200, blank=True)
    was_expected = models.TextField(blank=True)

    class Meta:
        ordering = ["happened_at", "pk"]

    def __str__(self) -> str:
        return self.what[:60]


class Session(models.Model):
    """A sitting of people: which disciplines were there, what they noticed, what came of it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="sessions")
    held_on = models.DateField()
    disciplines = models.TextField()
    missing_voices = models.TextField(blank=True)
    reflections = models.TextField()
    outputs = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.review} on {self.held_on}"


class Finding(models.Model):
    """What the review saw."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="findings")
    text = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.text[:60]


class LearningPoint(models.Model):
    """What a finding means beyond this case, and where it applies."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="learning_points")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="learning_points")
    text = models.TextField()
    applies_to = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.text[:60]


class Pattern(models.Model):
    """A pattern or a process weakness seen across the set of a thematic review."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="patterns")
    kind = models.CharField(max_length=20, choices=PatternKind.choices)
    text = models.TextField()
    no_action_because = models.TextField(blank=True)
    incidents = models.ManyToManyField(Incident, related_name="+")

    def __str__(self) -> str:
        return self.text[:60]
