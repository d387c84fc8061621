"""The organisation's template and rules: installed, and changed as a new version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from django.db import transaction

from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.interfaces import queries
from goldthread.domain.registers.interfaces.definition import Task
from goldthread.domain.registers.interfaces.models import InterfaceTemplateVersion
from goldthread.domain.registers.interfaces.versioned import TEMPLATES
from goldthread.versions import operations as versions
from goldthread.workflow.refusals import CHANGED_MEANWHILE, NOT_ALLOWED, refuse

install_defaults = partial(versions.install_defaults, TEMPLATES)


@transaction.atomic
def change_template(
    organisation: Unit,
    tasks: Sequence[Task],
    *,
    escalation: str,
    sustained: dict[str, Any],
    letter: dict[str, str],
    note: str,
    seen: int,
    by: User,
    at: dt.datetime | None = None,
) -> InterfaceTemplateVersion:
    """Put a new version of the template and rules into use. Agreements made before keep theirs.

    `seen` is the number of the version the person had before them.
    """
    if not scope_of(by).holds(Permission.SAFEGUARDING_MANAGE, organisation.pk):
        raise refuse(NOT_ALLOWED, "You cannot change the template of agreements.")
    now = queries.version_in_use(organisation.pk) or install_defaults(organisation, by=by)[0]
    if now.number != seen:
        raise refuse(
            CHANGED_MEANWHILE,
            "Someone else changed the template while you were writing. Nothing you typed is lost: "
            "read what changed, then send it again.",
        )
    data = dict(now.definition) | {
        "rows": [asdict(task) for task in tasks],
        "escalation": escalation,
        "sustained": sustained,
        "letter": letter,
    }
    draft = versions.save_draft(TEMPLATES, organisation, data, by=by, note=note, at=at)
    return versions.publish_version(TEMPLATES, draft, by=by, note=note, at=at)
