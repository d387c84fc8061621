"""The figures that are known; each app's stand in one module of `figures` and register here.

To add one: write `figures/<app>.py`, call `register(Figure(...))`, and import it in
`figures/__init__.py`. A figure that is a measure names the measure; another gives two functions.
"""

from __future__ import annotations

from goldthread.domain.governance.maturity.terms import MARKERS, Figure

_figures: dict[str, Figure] = {}
_known = {marker.code for marker in MARKERS}


def register(figure: Figure) -> Figure:
    """Add a figure to its marker; twice changes nothing. Raises ValueError for an unknown marker."""
    if figure.marker not in _known:
        raise ValueError(f"There is no marker {figure.marker!r}.")
    if not figure.measure and (figure.by_month is None or figure.by_unit is None):
        raise ValueError(f"Figure {figure.code!r} needs a measure, or by_month and by_unit.")
    _figures[figure.code] = figure
    return figure


def figures() -> list[Figure]:
    """Every figure, in the order in which they were registered."""
    from goldthread.domain.governance.maturity import figures as _all  # noqa: F401 - registers them

    return list(_figures.values())
