"""Everything that changes a review."""

from goldthread.domain.reviews.operations.life import (
    begin,
    drop,
    plan,
    send_back,
    sign_off,
    submit,
)
from goldthread.domain.reviews.operations.writing import (
    add_chronology,
    add_factor,
    add_finding,
    add_learning_point,
    add_pattern,
    add_session,
    answer_family,
    answer_questions,
    answer_without_action,
    ask_for_family,
    link_incidents,
    look_through,
    see_wording,
    write,
)

__all__ = [
    "add_chronology",
    "add_factor",
    "add_finding",
    "add_learning_point",
    "add_pattern",
    "add_session",
    "answer_family",
    "answer_questions",
    "answer_without_action",
    "ask_for_family",
    "begin",
    "drop",
    "link_incidents",
    "look_through",
    "plan",
    "see_wording",
    "send_back",
    "sign_off",
    "submit",
    "write",
]
