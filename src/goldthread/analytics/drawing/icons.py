"""Icons for variation and assurance, with the meanings of Making Data Count, in our own drawing.

Each is told apart without its colour: by its letter (H high, L low, P pass, F fail, ?), by the
run of its points, and a concern by its exclamation mark. Letters are drawn as lines, so no font is needed.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from goldthread.analytics.drawing import looks

_H = "M{x} {y}v12M{x} {m}h8M{r} {y}v12"
_L = "M{x} {y}v12h7"
_UPWARD = ((10, 35), (17, 32), (24, 34), (31, 22), (38, 17))
_DOWNWARD = ((10, 13), (17, 16), (24, 14), (31, 26), (38, 31))
_STEADY = ((10, 26), (17, 20), (24, 27), (31, 21), (38, 24))
_COLOURS = {"improvement": looks.BLUE, "concern": looks.ORANGE, "neutral": looks.PURPLE}
_LETTERS = {
    "pass": (looks.BLUE, "M19 33v-20h6.5a5.5 5.5 0 0 1 0 11h-6.5"),
    "fail": (looks.ORANGE, "M20 33v-20h10.5M20 23h8"),
    "inconsistent": (
        looks.COMMON,
        "M18.5 18.5a5.5 5.5 0 1 1 7.8 5c-1.7.9-2.3 1.8-2.3 4.2M24 33v.2",
    ),
}
SHORT = {
    "common_cause": "No significant change",
    "improvement_high": "Improvement (high)",
    "improvement_low": "Improvement (low)",
    "concern_high": "Concern (high)",
    "concern_low": "Concern (low)",
    "neutral_high": "Unusually high",
    "neutral_low": "Unusually low",
    "pass": "Target met reliably",
    "fail": "Target missed",
    "inconsistent": "Target hit and miss",
}


def icon(code: str, *, named: bool = True, size: int = 48) -> str:
    """The SVG of a variation or assurance code; ValueError for another.

    `named` gives it its text alternative; without, it is hidden from screen readers, for a place
    where the words stand beside it.
    """
    if code not in SHORT:
        raise ValueError(f"There is no icon called {code!r}.")
    drawn = _assurance(code) if code in _LETTERS else _variation(code)
    said = f'role="img" aria-label="{escape(SHORT[code])}"' if named else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="{size}" '
        f'height="{size}" focusable="false" {said}>{drawn}</svg>'
    )


def _ring(colour: str) -> str:
    return f'<circle cx="24" cy="24" r="22" fill="#fff" stroke="{colour}" stroke-width="3"/>'


def _stroke(path: str, colour: str, thick: float, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{thick}" '
        f'stroke-linecap="round" stroke-linejoin="round"{dashes}/>'
    )


def _variation(code: str) -> str:
    kind, _, direction = code.partition("_")
    if code == "common_cause":
        limits = _stroke("M9 14h30M9 34h30", looks.COMMON, 1.5, "3 3.5")
        return _ring(looks.COMMON) + limits + _run(_STEADY, looks.COMMON, 0)
    colour, high = _COLOURS[kind], direction == "high"
    letter = (_H if high else _L).format(x=13, m=17, r=21, y=11 if high else 25)
    points = _UPWARD if high else _DOWNWARD
    drawn = _ring(colour) + _run(points, colour, 2) + _stroke(letter, looks.INK, 2.5)
    if kind == "concern":
        y = 28 if high else 10
        drawn += _stroke(f"M33 {y}v6M33 {y + 9.5}v.2", looks.INK, 2.5)
    return drawn


def _run(points: tuple[tuple[int, int], ...], colour: str, special: int) -> str:
    """Points on a line, the last `special` of them in the colour and larger."""
    line = _stroke("M" + "L".join(f"{x} {y}" for x, y in points), looks.LINE, 1.5)
    first = len(points) - special
    dots = [
        f'<circle cx="{x}" cy="{y}" r="{3.2 if index >= first else 2.4}" '
        f'fill="{colour if index >= first else looks.COMMON}"/>'
        for index, (x, y) in enumerate(points)
    ]
    return line + "".join(dots)


def _assurance(code: str) -> str:
    colour, letter = _LETTERS[code]
    target = _stroke("M8 38.5h32", looks.NAVY, 1.5, "5 2.5 1 2.5")
    return _ring(colour) + target + _stroke(letter, looks.INK, 3)
