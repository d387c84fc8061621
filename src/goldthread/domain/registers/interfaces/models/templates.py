"""The organisation's template and rules of interfaces, kept in versions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit
from goldthread.versions.models import IN_USE_HAS_A_TIME, Version


class InterfaceTemplate(models.Model):
    """What an agreement begins with, when a partner's problem counts as sustained, and the letter."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="interface_templates")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="interface_template_once")
        ]

    def __str__(self) -> str:
        return self.name


class InterfaceTemplateVersion(Version):
    """One wording of the template; a published one never changes."""

    template = models.ForeignKey(InterfaceTemplate, models.PROTECT, related_name="versions")

    class Meta(Version.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="interface_template_version_once"
            ),
            models.UniqueConstraint(
                fields=["template"],
                condition=Q(is_draft=True),
                name="one_draft_an_interface_template",
            ),
            models.CheckConstraint(
                condition=IN_USE_HAS_A_TIME, name="published_interface_template_has_a_time"
            ),
        ]

    @property
    def subject(self) -> InterfaceTemplate:
        return self.template
