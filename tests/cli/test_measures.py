"""`goldthread measures` counts again."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from goldthread.cli.commands.measures import command
from goldthread.domain.insight.measures.models import Tally
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["follow", "rebuild"])
def test_what_was_reported_is_counted(provider: Provider, how: str) -> None:
    make_incident(provider)
    answer = CliRunner().invoke(command, [how])
    assert answer.exit_code == 0, answer.output
    assert answer.output.startswith("Counted ")
    assert Tally.objects.filter(unit=provider.team, measure="reports", count=1).exists()
