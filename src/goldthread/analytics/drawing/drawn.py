"""The one way in: the SVG, PNG, table, words and specification of any picture."""

from __future__ import annotations

import hashlib
from typing import Any

from goldthread.analytics.drawing import (
    durations,
    funnel,
    looks,
    over_time,
    proportions,
    sparkline,
    telling_over_time,
)
from goldthread.analytics.drawing.lettering import clean
from goldthread.analytics.drawing.pictures import (
    AnyPicture,
    Durations,
    Funnel,
    Picture,
    Proportions,
    Spark,
    Table,
)
from goldthread.analytics.drawing.rendering import as_png, rendered
from goldthread.analytics.drawing.sheet import MARGIN, Sheet

# For each kind of picture: what draws it, and what tells it.
_KINDS: dict[type, tuple[Any, Any]] = {
    Picture: (over_time.sheet, telling_over_time),
    Funnel: (funnel.sheet, funnel),
    Proportions: (proportions.sheet, proportions),
    Durations: (durations.sheet, durations),
    Spark: (sparkline.sheet, sparkline),
}
LEAST, MOST = 300, 1600
# Raise it with every change of how pictures look, so that kept ones are drawn again.
STYLE = 1


def svg(picture: AnyPicture, width: int = looks.WIDE) -> str:
    """The picture as SVG, `width` pixels wide (kept between LEAST and MOST)."""
    return rendered(spec(picture, width), clean(picture.title), description(picture))


def png(picture: AnyPicture, scale: float = 2, width: int = looks.WIDE) -> bytes:
    """The same picture as PNG, `scale` pixels for each pixel of the SVG."""
    return as_png(svg(picture, width), scale)


def spec(picture: AnyPicture, width: int = looks.WIDE) -> dict[str, Any]:
    """The Vega-Lite specification that is drawn."""
    return _sheet(picture, width).spec(clean(picture.title), description(picture))


def size(picture: AnyPicture, width: int = looks.WIDE) -> tuple[int, int]:
    """Width and height in pixels, known without drawing."""
    made = _sheet(picture, width)
    return made.total_width, made.total_height


def description(picture: AnyPicture) -> str:
    """The text alternative: what a reader of the picture would learn, in sentences."""
    return str(_KINDS[type(picture)][1].description(picture))


def table(picture: AnyPicture) -> Table:
    """The numbers of the picture as a person reads them."""
    made: Table = _KINDS[type(picture)][1].table(picture)
    return made


def data(picture: AnyPicture) -> Table:
    """The numbers of the picture for a spreadsheet: plain values and codes."""
    made: Table = _KINDS[type(picture)][1].data(picture)
    return made


def fingerprint(picture: AnyPicture) -> str:
    """The same for equal pictures, whatever the process, and for no others."""
    return hashlib.sha256(f"{STYLE} {picture!r}".encode()).hexdigest()[:32]


def _sheet(picture: AnyPicture, width: int) -> Sheet:
    made: Sheet = _KINDS[type(picture)][0](picture, min(max(width, LEAST), MOST) - 2 * MARGIN)
    return made
