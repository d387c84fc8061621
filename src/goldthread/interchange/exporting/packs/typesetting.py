"""From a laid-out document to the bytes of an accessible PDF, by typst inside the process.

PDF/A-2a and PDF/UA-1 together: typst refuses a document without language, title or alternative
texts. Only embedded fonts are used and nothing is fetched. The same document gives the same bytes.
"""

from __future__ import annotations

import json
import re
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

from goldthread.interchange.exporting.packs.laying_out import settable

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
TRIES = 20
_NO_LETTER = re.compile(r'the text `?"(.+?)"`? could not be displayed', re.DOTALL)
_TEMPLATE = files("goldthread.interchange.exporting.packs").joinpath("pack.typ")


class CannotTypeset(RuntimeError):
    """The document could not be set; the message is the typesetter's."""


def pdf(laid: dict[str, Any], at: int) -> bytes:
    """The PDF of a document. `at` is the moment it names, in seconds since 1970.

    Letters that no font has are found one after another by trying, and named instead.
    """
    missing = ""
    with as_file(_TEMPLATE) as template:
        for _ in range(TRIES):
            try:
                return _compiled(template, settable(laid, missing), at)
            except _MissingLetters as lacking:
                missing += lacking.letters
    raise CannotTypeset("Too many letters that no font has.")


class _MissingLetters(Exception):
    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


def _compiled(template: Path, laid: dict[str, Any], at: int) -> bytes:
    import typst  # a compiler in a library: loaded when a document is made

    try:
        made = typst.compile(
            str(template),
            root=str(template.parent),
            format="pdf",
            sys_inputs={"pack": json.dumps(laid, ensure_ascii=False)},
            pdf_standards=[*STANDARDS],
            ignore_system_fonts=True,
            timestamp=at,
        )
    except Exception as fault:
        letters = "".join(_NO_LETTER.findall(str(fault)))
        if letters:
            raise _MissingLetters(letters) from fault
        raise CannotTypeset(str(fault)[:300]) from fault
    return bytes(made)
