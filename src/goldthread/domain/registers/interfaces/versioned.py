"""How templates of interfaces are kept in versions."""

from __future__ import annotations

from typing import Any

from goldthread import defaults
from goldthread.domain.registers.interfaces.definition import checked
from goldthread.domain.registers.interfaces.models import (
    InterfaceTemplate,
    InterfaceTemplateVersion,
)
from goldthread.domain.registers.interfaces.terms import (
    FAULTY_TEMPLATE,
    NO_TEMPLATE,
    PUBLISHED_TEMPLATE,
)
from goldthread.versions.kinds import Data, Kind


def _titles(data: Data) -> dict[str, Any]:
    return {"name": data["name"]}


TEMPLATES = Kind(
    noun="interface_template",
    label="interface template",
    menu="Interface agreements",
    model=InterfaceTemplateVersion,
    owner_model=InterfaceTemplate,
    owner="template",
    check=checked,
    titles=_titles,
    shipped=lambda: [defaults.interfaces()],
    unknown=NO_TEMPLATE,
    faulty=FAULTY_TEMPLATE,
    published=PUBLISHED_TEMPLATE,
)
