"""From a specification to the bytes of a picture, by Vega inside the process, without a network.

The same picture always gives the same bytes. The SVG has no style, script or outward reference,
and says its title and description, so that it may stand in a page or be opened on its own. The
PNG is made from that SVG, so it is the same picture.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any
from xml.sax.saxutils import escape

_ROOT = re.compile(r"<svg [^>]*?width=\"(\d+)\" height=\"(\d+)\" viewBox=\"([^\"]*)\"[^>]*>")
_NOISE = re.compile(r' (?:class|role|aria-[a-z]+|pointer-events)="[^"]*"')
_HIDDEN = re.compile(r'<path[^>]* d="(?:|M0,0h0v0h0Z)"[^>]*/>')
_EMPTY = re.compile(r"<g[^>]*></g>")
_LONG = re.compile(r"-?\d+\.\d{3,}")
_TAG = re.compile(r"<[^>]+>")


def rendered(spec: dict[str, Any], title: str, description: str) -> str:
    """The SVG of a specification, with its title and description."""
    import vl_convert  # heavy: a JavaScript engine

    drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return _said(_TAG.sub(_tidy, drawn), title, description)


def _tidy(tag: re.Match[str]) -> str:
    """One tag without what only a script would read, and with short numbers."""
    return _LONG.sub(
        lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), _NOISE.sub("", tag[0])
    )


def _said(drawn: str, title: str, description: str) -> str:
    """The picture as one image that names and describes itself."""
    body = _HIDDEN.sub("", drawn)
    while (less := _EMPTY.sub("", body)) != body:
        body = less
    key = hashlib.sha256(f"{title}\0{description}\0{body}".encode()).hexdigest()[:12]
    opening = (
        r'<svg xmlns="http://www.w3.org/2000/svg" width="\1" height="\2" viewBox="\3" role="img" '
        rf'aria-labelledby="t{key} d{key}">'
    )
    head = (
        f'<title id="t{key}">{escape(title)}</title><desc id="d{key}">{escape(description)}</desc>'
    )
    return _ROOT.sub(lambda found: found.expand(opening) + head, body, count=1)


def as_png(svg: str, scale: float) -> bytes:
    """The same picture as a PNG, `scale` pixels for each pixel of the SVG."""
    import vl_convert

    return vl_convert.svg_to_png(svg, scale=scale)
