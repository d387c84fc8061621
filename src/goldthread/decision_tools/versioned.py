"""How decision tools are kept in versions."""

from __future__ import annotations

from typing import Any

from goldthread import defaults
from goldthread.decision_tools.models import Tool, ToolVersion
from goldthread.decision_tools.parsing import checked, parse
from goldthread.decision_tools.terms import FAULTY_DEFINITION, NOT_A_DRAFT, UNKNOWN_TOOL
from goldthread.versions.kinds import Data, Kind


def _titles(data: Data) -> dict[str, Any]:
    definition = parse(data)
    return {"name": definition.name, "purpose": definition.purpose}


TOOLS = Kind(
    noun="decision_tool",
    label="decision tool",
    menu="Decision tools",
    model=ToolVersion,
    owner_model=Tool,
    owner="tool",
    check=checked,
    titles=_titles,
    shipped=defaults.decision_tools,
    unknown=UNKNOWN_TOOL,
    faulty=FAULTY_DEFINITION,
    published=NOT_A_DRAFT,
)
