"""Everything that writes packs."""

from goldthread.domain.governance.packs.operations.drafting import (
    Period,
    assemble,
    discard,
    draft,
    write,
)
from goldthread.domain.governance.packs.operations.filing import (
    ask_for_files,
    begin_files,
    files_failed,
    keep_files,
    note_taken,
    step_files,
)
from goldthread.domain.governance.packs.operations.freezing import freeze
from goldthread.domain.governance.packs.operations.quarterly import draft_quarters

__all__ = [
    "Period",
    "ask_for_files",
    "assemble",
    "begin_files",
    "discard",
    "draft",
    "draft_quarters",
    "files_failed",
    "freeze",
    "keep_files",
    "note_taken",
    "step_files",
    "write",
]
