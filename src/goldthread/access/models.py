"""Units, people, the roles they hold, who covers them, and emergency openings."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from goldthread.access.terms import ROLE_CHOICES, ProviderType, UnitKind


def new_report_token() -> str:
    """The unguessable part of a team's reporting link."""
    return secrets.token_urlsafe(12)


class Unit(models.Model):
    """A place in the one tree: organisation, directorate, locality or team.

    `path` is `/1/4/9/`, the ids from the organisation down to this unit, so that a subtree is one
    prefix match. `organisation` of an organisation is itself.
    """

    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    name = models.CharField(max_length=120)
    code = models.SlugField(max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    organisation = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=255, db_index=True, default="")
    service_model = models.CharField(max_length=60, blank=True)
    caseload = models.PositiveIntegerField(null=True)
    closed_on = models.DateField(null=True)
    report_token = models.CharField(max_length=32, unique=True, default=new_report_token)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="unit_code_once"),
        ]
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name


class OrganisationProfile(models.Model):
    """What kind of provider this is; decides candour, CQC and LFPSE consequences."""

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="profile")
    provider_type = models.CharField(max_length=20, choices=ProviderType.choices)
    ods_code = models.CharField(max_length=12, blank=True)
    service_began_on = models.DateField(default=dt.date(1990, 1, 1))
    contact_text = models.TextField(blank=True)
    shows_nhs_logo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Profile of {self.unit}"


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of staff, or an outside reader with an account."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="people")
    is_active = models.BooleanField(default=True)
    left_on = models.DateField(null=True)
    absent_from = models.DateField(null=True)
    absent_until = models.DateField(null=True)
    covered_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="covers")
    phone = models.CharField(max_length=40, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def absent_on(self, day: dt.date) -> bool:
        """Whether the person is away on `day`; an open end means until further notice."""
        return bool(
            self.absent_from
            and self.absent_from <= day
            and (self.absent_until is None or day <= self.absent_until)
        )


class RoleGrant(models.Model):
    """A role held at a unit, from a day and perhaps until one."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40, choices=ROLE_CHOICES)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="grants")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="role_granted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} is {self.get_role_display()} at {self.unit}"


class OnCall(models.Model):
    """Who answers for a unit (and those below) between two times."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="on_call")
    user = models.ForeignKey(User, models.CASCADE, related_name="on_call")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} on call for {self.unit}"


class EmergencyOpening(models.Model):
    """A restricted record opened in an emergency ("break glass"), with the reason given."""

    user = models.ForeignKey(User, models.CASCADE, related_name="emergency_openings")
    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    reason = models.TextField()
    opened_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "record_type", "record_id"])]

    def __str__(self) -> str:
        return f"{self.user} opened {self.record_type} {self.record_id}"
