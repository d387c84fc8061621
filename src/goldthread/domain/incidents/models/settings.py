"""What a customer sets for incidents without code: categories, themes and tags."""

from __future__ import annotations

from django.db import models

from goldthread.access.models import Unit, User
from goldthread.domain.incidents.terms import TagKind


class Category(models.Model):
    """What kind of event it was; one is chosen at triage. `parent` makes subcategories."""

    organisation = models.ForeignKey(Unit, models.CASCADE, related_name="categories")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="category_code_once")
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """Why things like this happen; several may fit one incident. The four of row 2 are built in.

    `lens` is the lens of a structured analysis it belongs to; `phrases` are beginnings of words
    that suggest it in a narrative. A person decides.
    """

    organisation = models.ForeignKey(Unit, models.CASCADE, related_name="themes")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    built_in = models.BooleanField(default=False)
    lens = models.CharField(max_length=30, blank=True)
    phrases = models.JSONField(default=list)
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="theme_code_once")
        ]
        ordering = ["-built_in", "name"]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """A pathway or a service model an incident may be tagged with (row 121)."""

    organisation = models.ForeignKey(Unit, models.CASCADE, related_name="tags")
    kind = models.CharField(max_length=20, choices=TagKind.choices)
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "code"], name="tag_code_once")
        ]
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class ReferenceCounter(models.Model):
    """The last number given to an incident of an organisation."""

    organisation = models.OneToOneField(Unit, models.CASCADE, related_name="+")
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)


class SavedView(models.Model):
    """A set of list filters a person keeps under a name; `query` is the query string."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    page = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    query = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "name"], name="saved_view_name_once")
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
