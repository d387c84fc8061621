"""A clock is said in words, whatever its standing."""

from __future__ import annotations

import pytest
from django.template import engines

from goldthread.clocks.terms import Standing


@pytest.mark.parametrize("standing", Standing.values)
def test_every_standing_of_a_clock_has_words(standing: str) -> None:
    source = "{% from 'components/status.html' import clock %}{{ clock(standing, 'in 3 hours') }}"
    words = engines["jinja2"].from_string(source).render({"standing": standing})
    said = words.partition('gt-clock__words">')[2].partition("</strong>")[0]
    assert said.removesuffix("in 3 hours").strip()
    assert f"gt-clock--{standing}" in words


def test_without_delay_is_said_as_as_soon_as_possible() -> None:
    source = "{% from 'components/status.html' import clock %}{{ clock('without_delay', '') }}"
    assert "Due as soon as possible" in engines["jinja2"].from_string(source).render({})
