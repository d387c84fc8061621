"""The text behind the bytes.

English exports come as UTF-8, UTF-16 (Excel's "Unicode text") or one of the single-byte sets. A
byte-order mark or a pattern of zero bytes settles UTF-16; bytes that decode strictly as UTF-8 are
UTF-8, because other text almost never does. Among single-byte sets the one that turns high bytes
into the marks English writing uses (curly quotes, dashes, £, é) wins, Windows-1252 on a tie.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from goldthread.interchange.importing.reading.terms import UnreadableFileError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")
_EXPECTED = frozenset("‘’“”–—…•£€°½¼¾®©™éèêëàâäáçñöôóüûúïîíøåæÉ·×²³ª\u00a0«»§´¬¦±¿¡ßÀÈÖÜÄÅÇ")
_SOUND = 0.98  # a share of good sequences below which a file is not damaged UTF-8 but another set
_STRAY = re.compile("[\udc80-\udcff]")
_HIGH = re.compile("[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the name of the encoding, why it was chosen, and a warning where some was lost."""

    text: str
    encoding: str
    why: str
    warning: str = ""


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Decode ``data``, with ``encoding`` if a person named one.

    :raises UnreadableFileError: when the named encoding is unknown or does not fit the bytes.
    """
    if encoding:
        return _as_told(data, encoding)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _marked(data, name)
    if wide := _wide_without_mark(data):
        return wide
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _single_byte(data)
    plain = "plain ASCII, the same in every encoding" if text.isascii() else "valid UTF-8"
    return Decoded(text, "utf-8", f"The bytes are {plain}.")


def _as_told(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(
            data.decode(encoding).removeprefix("\ufeff"), encoding, "You named this encoding."
        )
    except LookupError:
        raise UnreadableFileError(
            f"There is no encoding called {encoding!r}. Try utf-8, utf-16 or cp1252."
        ) from None
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"The file is not {encoding}: byte {error.start:,} does not fit. "
            "Leave the encoding out to have it guessed."
        ) from None


def _marked(data: bytes, name: str) -> Decoded:
    text = data.decode(name, errors="replace").removeprefix("\ufeff")
    lost = text.count("\ufffd")
    warning = f"{lost:,} characters could not be read and show as \ufffd." if lost else ""
    return Decoded(text, name, "The file begins with a byte-order mark.", warning)


def _wide_without_mark(data: bytes) -> Decoded | None:
    """UTF-16 without its mark: in English text every other byte is zero."""
    sample = data[:4096]
    if len(sample) < 4 or 0 not in sample:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.7 * half and sample[0::2].count(0) < 0.1 * half:
        name = "utf-16-le"
    elif sample[0::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        name = "utf-16-be"
    else:
        raise UnreadableFileError(
            "This is not a text table: it holds binary data. Export the incidents as CSV or XLSX."
        )
    return Decoded(data.decode(name, errors="replace"), name, "Every other byte is zero.")


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few stray single bytes, as when two exports were pasted together."""
    broken = data.decode("utf-8", errors="surrogateescape")
    stray = len(_STRAY.findall(broken))
    good = len(_HIGH.findall(broken)) - stray
    if good == 0 or good / (good + stray) < _SOUND:
        return None
    text = _STRAY.sub(
        lambda mark: bytes([ord(mark[0]) - 0xDC00]).decode("cp1252", errors="replace"), broken
    )
    return Decoded(
        text,
        "utf-8",
        f"{good:,} characters are valid UTF-8; {stray:,} stray bytes were read as Windows-1252.",
        f"{stray:,} bytes did not fit the rest of the file and were read as Windows-1252.",
    )


def _single_byte(data: bytes) -> Decoded:
    high = Counter(mark[0] for mark in re.findall(rb"[\x80-\xff]", data))
    scores = {name: _plausibility(high, name) for name in _SINGLE_BYTE}
    best = max(_SINGLE_BYTE, key=lambda name: scores[name])
    if best == "cp1252" and not any(0x80 <= byte <= 0x9F for byte in high):
        return Decoded(
            data.decode("latin-1"),
            "latin-1",
            "Not valid UTF-8, and no byte is used that Windows-1252 adds to Latin-1.",
        )
    text = data.decode(best, errors="replace")
    shown = ", ".join(
        bytes([byte]).decode(best, errors="replace") for byte, _ in high.most_common(4)
    )
    lost = text.count("\ufffd")
    warning = f"{lost:,} characters could not be read and show as \ufffd." if lost else ""
    return Decoded(text, best, f"Not valid UTF-8; read this way its marks are {shown}.", warning)


def _plausibility(high: Counter[int], name: str) -> float:
    """The share of high bytes that become marks English text uses, in the encoding ``name``."""
    fitting = sum(
        count
        for byte, count in high.items()
        if bytes([byte]).decode(name, errors="replace") in _EXPECTED
    )
    return fitting / max(1, sum(high.values()))
