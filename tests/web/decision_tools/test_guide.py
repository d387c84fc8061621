"""The examples of the how-to guide are what the product accepts."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from goldthread.decision_tools import parsing as tools
from goldthread.instruments import parsing as instruments

GUIDE = Path(__file__).parents[3] / "docs/how-to/change-decision-tools-instruments-and-letters.md"


def test_the_examples_of_the_guide_are_accepted_as_they_stand() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    tool, instrument = (yaml.safe_load(block) for block in blocks)
    assert tools.parse(tool).code == "step_up"
    assert instruments.parse(instrument).code == "step_up_audit"
