"""A load that is interrupted leaves nothing behind, so that the next start loads it whole."""

from __future__ import annotations

import pytest

from goldthread.access.models import Unit
from goldthread.demo import load


@pytest.mark.django_db
def test_an_interrupted_load_leaves_no_half_of_a_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(load, "_play", stopped)
    with pytest.raises(KeyboardInterrupt):
        load.load_demo(scale=0)
    assert not load.is_loaded()
    assert not Unit.objects.exists()
