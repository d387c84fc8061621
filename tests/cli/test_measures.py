"""`goldthread measures` counts again."""

from __future__ import annotations

import pytest

from goldthread.cli.main import run
from goldthread.domain.insight.measures.models import Tally
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["follow", "rebuild"])
def test_what_was_reported_is_counted(
    provider: Provider, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make_incident(provider)
    assert run(["measures", how]) == 0
    assert capsys.readouterr().out.startswith("Counted ")
    assert Tally.objects.filter(unit=provider.team, measure="reports", count=1).exists()
