"""Rules of feedback to reporters. FBK."""

from __future__ import annotations

from typing import Any

from goldthread.workflow.rules import Facts, rule


@rule(
    "FBK-01",
    "A reporter is told what changed in words",
    refusal="Say what changed because of this report, or why nothing does.",
    field="text",
)
def says_something(_: Any, facts: Facts) -> bool:
    return bool(facts["text"].strip())


@rule(
    "FBK-02",
    "What a reporter is told names nobody",
    refusal="Take out what could name somebody.",
    field="text",
)
def names_nobody(_: Any, facts: Facts) -> bool | str:
    left = facts["left"]
    if not left:
        return True
    named = "; ".join(f"“{one.found.text}” ({one.found.label})" for one in left[:3])
    return f"Somebody could be named here: {named}. Take it out."


@rule(
    "FBK-03",
    "Somebody can read what is told",
    refusal="This report came from another system. Nobody here can read an answer.",
)
def somebody_reads_it(_: Any, facts: Facts) -> bool:
    return bool(facts["has_reporter"])


@rule(
    "FBK-04",
    "The last answer is given once",
    refusal="The reporter was given the last answer already. Tell them more without that tick.",
    field="final",
)
def last_answer_once(_: Any, facts: Facts) -> bool:
    return not (facts["final"] and facts["told_last"])
