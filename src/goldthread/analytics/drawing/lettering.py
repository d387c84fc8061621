"""Text in a picture: what may stand in it, how wide it is, and where its lines break.

Widths are those of Liberation Sans and Arial, which are the same; the renderer carries the first
and most readers have the second, so a line that fits here fits everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# In thousandths of the letter size.
_WIDTHS = {
    191: "'", 222: "ijl’", 260: "|", 278: " !,./:;I[\\]ft", 333: "()-`r{}", 355: '"', 389: "*",
    469: "^", 500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopqu", 584: "+<=>~\N{MINUS SIGN}", 611: "FTZ",
    667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1015: "@",
}  # fmt: skip
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_BOLD = 1.08
_UNKNOWN = 620
_WIDE = 1250  # emoji and East Asian letters
_LONGEST = 2000
# Invisible marks that turn the direction of everything after them.
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def clean(text: str) -> str:
    """`text` on one line, without control letters, which XML refuses or a reader cannot see."""
    kept = (letter if _visible(letter) else " " for letter in text[:_LONGEST])
    return " ".join("".join(kept).split())


def _visible(letter: str) -> bool:
    if letter in _TURNING or ord(letter) in (0xFFFE, 0xFFFF):
        return False
    return unicodedata.category(letter) not in ("Cc", "Cs", "Cn")


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of `text` in pixels, in letters of `size` pixels."""
    return sum(map(_letter, text)) * size / 1000 * (_BOLD if bold else 1)


def _letter(letter: str) -> float:
    if letter in _WIDTH:
        return _WIDTH[letter]
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    return _WIDTH.get(unicodedata.normalize("NFD", letter)[0], _UNKNOWN)


def lines(text: str, size: float, room: float, *, most: int, bold: bool = False) -> list[str]:
    """`text` in at most `most` lines no wider than `room` pixels; what does not fit ends in …."""
    made: list[str] = []
    for word in _words(clean(text), size, room, bold):
        joined = f"{made[-1]} {word}" if made else word
        if made and width(joined, size, bold=bold) <= room:
            made[-1] = joined
        elif len(made) == most:
            made[-1] = _cut(f"{made[-1]} {word}", size, room, bold)
            break
        else:
            made.append(word)
    return made


def _words(text: str, size: float, room: float, bold: bool) -> Iterator[str]:
    """The words of `text`, one that is wider than a line in pieces that fit."""
    for word in text.split():
        piece = ""
        for letter in word:
            if piece and width(piece + letter, size, bold=bold) > room:
                yield piece
                piece = ""
            piece += letter
        yield piece


def _cut(text: str, size: float, room: float, bold: bool) -> str:
    while text and width(f"{text}…", size, bold=bold) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """`text` in one line no wider than `room` pixels."""
    return "".join(lines(text, size, room, most=1, bold=bold))
