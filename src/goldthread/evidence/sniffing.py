"""What a file really is, whatever it is called, and whether we keep it.

The name and the browser's claim are not believed: the type comes from the bytes. Images are
encoded anew, which drops the place, time and device they carry and anything hidden after them.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

import filetype
from django.conf import settings
from PIL import Image, ImageOps

from goldthread.evidence.terms import ACCEPTED, FILE_KINDS, IMAGES
from goldthread.workflow.refusals import Refused, refuse

MOST_PIXELS = 50_000_000  # a 50-megapixel photograph; decoding one takes about 150 MB
MOST_UNPACKED = 200 * 1024 * 1024
HEIC = ("image/heic", "image/heif", "image/avif")
MARKUP = re.compile(rb"^\s*(<!doctype|<html|<script|<svg|<\?xml|<\?php|#!|MZ)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
LONGEST_NAME = 120


@dataclass(frozen=True)
class Sniffed:
    """A file we accept: its cleaned name, its bytes as they will be kept, and its type."""

    name: str
    media_type: str
    data: bytes
    metadata_removed: bool


def sniff(name: str, data: bytes) -> Sniffed:
    """Check a file and prepare it. Raises Refused with one sentence at the field `file`."""
    name = clean_name(name)
    if not data:
        raise _no("EVI-20", f"“{name}” is empty. Choose another file.")
    if len(data) > settings.FILE_SIZE_LIMIT:
        limit = settings.FILE_SIZE_LIMIT // (1024 * 1024)
        raise _no("EVI-21", f"“{name}” is larger than {limit} MB. Choose a smaller file.")
    media_type = _media_type(name, data)
    _agrees_with_name(name, media_type)
    if media_type in IMAGES:
        return Sniffed(name, media_type, _plain_image(name, media_type, data), True)
    if media_type.startswith("application/vnd"):
        _office_is_plain(name, data)
    return Sniffed(name, media_type, data, False)


def clean_name(name: str) -> str:
    """The name without folders, control or direction-changing characters, at most 120 long."""
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(c for c in unicodedata.normalize("NFC", last) if c.isprintable())
    safe = re.sub(r'[<>:"/\\|?*\s]+', " ", shown).strip(" .") or "file"
    stem, dot, ending = safe.rpartition(".")
    return (
        safe
        if len(safe) <= LONGEST_NAME
        else f"{(stem or safe)[: LONGEST_NAME - 10]}{dot}{ending[:8]}"
    )


def ending_of(name: str) -> str:
    """The part after the last dot, in small letters."""
    return PurePath(name).suffix.lstrip(".").lower()


def _media_type(name: str, data: bytes) -> str:
    found = filetype.guess_mime(data)
    if found in HEIC or ending_of(name) in ("heic", "heif"):
        raise _no(
            "EVI-25",
            f"“{name}” is in a format that only some phones can show (HEIC). Share it as JPEG, "
            "or set the phone’s camera to “Most compatible”, and choose it again.",
        )
    if found is None:
        found = _text_type(name, data)
    if found not in FILE_KINDS:
        raise _no("EVI-22", f"“{name}” is not a kind of file we keep. Use {ACCEPTED}.")
    return found


def _text_type(name: str, data: bytes) -> str | None:
    """`text/plain` or `text/csv` when the bytes read as text that no browser would run."""
    if MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if CONTROL.search(text) or "\ufffd" in text:
        return None
    return "text/csv" if ending_of(name) == "csv" else "text/plain"


def _agrees_with_name(name: str, media_type: str) -> None:
    kind, ending = FILE_KINDS[media_type], ending_of(name)
    if ending not in kind.endings:
        shown = f"ends in .{ending}" if ending else "has no ending"
        raise _no(
            "EVI-23",
            f"“{name}” {shown}, but it is a {kind.label}. Save it again under its real type "
            f"(.{kind.endings[0]}) and choose it again.",
        )


def _plain_image(name: str, media_type: str, data: bytes) -> bytes:
    """The picture the right way up, encoded anew with nothing but its pixels."""
    form = IMAGES[media_type]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=[form]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise _no("EVI-24", f"“{name}” has too many pixels to open safely.")
                return _encode(ImageOps.exif_transpose(image), form)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _no("EVI-24", f"“{name}” has too many pixels to open safely.") from bomb
    except (OSError, ValueError, SyntaxError, EOFError) as fault:
        raise _no(
            "EVI-24", f"“{name}” is damaged and cannot be opened. Choose another file."
        ) from fault


def _encode(image: Image.Image, form: str) -> bytes:
    modes = ("RGB", "L") if form == "JPEG" else ("RGB", "RGBA", "L", "LA")
    if image.mode not in modes:
        image = image.convert("RGB" if form == "JPEG" else "RGBA")
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = BytesIO()
    bare.save(out, form, **({"quality": 88} if form == "JPEG" else {}))
    return out.getvalue()


def _office_is_plain(name: str, data: bytes) -> None:
    """Refuse macros, and archives that unpack to far more than they look."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as fault:
        raise _no(
            "EVI-24", f"“{name}” is damaged and cannot be opened. Choose another file."
        ) from fault
    if any(PurePath(entry.filename).name.lower() == "vbaproject.bin" for entry in entries):
        raise _no("EVI-27", f"“{name}” contains macros. Save it without them and choose it again.")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _no("EVI-24", f"“{name}” unpacks to far more than it should and is not opened.")


def _no(code: str, sentence: str) -> Refused:
    return refuse(code, sentence, "file")
