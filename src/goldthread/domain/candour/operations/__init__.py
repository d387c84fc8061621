"""Everything that changes the openness of an incident."""

from goldthread.domain.candour.operations.deciding import decide, record_of, suggest
from goldthread.domain.candour.operations.engagement import ask, engage, settle_question
from goldthread.domain.candour.operations.letters import (
    draft_letter,
    edit_letter,
    install_defaults,
    save_template,
    send_letter,
)
from goldthread.domain.candour.operations.steps import (
    complete,
    confirm_written,
    end_without_contact,
    name_person,
    offer_support,
    record_attempt,
    results_due,
    resume,
    share_results,
    tell,
)

__all__ = [
    "ask",
    "complete",
    "confirm_written",
    "decide",
    "draft_letter",
    "edit_letter",
    "end_without_contact",
    "engage",
    "install_defaults",
    "name_person",
    "offer_support",
    "record_attempt",
    "record_of",
    "results_due",
    "resume",
    "save_template",
    "send_letter",
    "settle_question",
    "share_results",
    "suggest",
    "tell",
]
