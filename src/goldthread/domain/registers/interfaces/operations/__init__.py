"""Working interfaces between agencies."""

from goldthread.domain.registers.interfaces.operations.agreements import (
    answer_by_link,
    ask_partner,
    draft_agreement,
    record_agreed,
    supersede,
    tasks_of,
    write_agreement,
)
from goldthread.domain.registers.interfaces.operations.issues import (
    end_issue,
    letter_for,
    open_issue,
    raise_formally,
)
from goldthread.domain.registers.interfaces.operations.template import (
    change_template,
    install_defaults,
)

__all__ = [
    "answer_by_link",
    "ask_partner",
    "change_template",
    "draft_agreement",
    "end_issue",
    "install_defaults",
    "letter_for",
    "open_issue",
    "raise_formally",
    "record_agreed",
    "supersede",
    "tasks_of",
    "write_agreement",
]
