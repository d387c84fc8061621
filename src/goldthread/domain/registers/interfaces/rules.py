"""Rules of interfaces between agencies. IFA, PIS."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from goldthread.domain.registers.interfaces.terms import IssueOutcome, IssueRoute
from goldthread.letters.merging import blanks
from goldthread.workflow.rules import Facts, rule


@rule(
    "IFA-01",
    "Every task of an agreement has an owner",
    refusal="Give at least one task, and for each the agency that owns it.",
    field="rows",
)
def every_task_has_an_owner(_: Any, facts: Facts) -> bool:
    rows = facts["rows"]
    return bool(rows) and all(one.task.strip() and one.agency.strip() for one in rows)


@rule(
    "IFA-02",
    "An agreement is ready for the partner when every task has a person, a day and who steps in",
    refusal="Before the partner is asked, fill in for every task: the person, the deadline, how to "
    "reach them and the backup; and the route for when no answer comes.",
)
def ready_for_the_partner(agreement: Any, facts: Facts) -> bool:
    whole = all(
        all(text.strip() for text in (one.person, one.deadline, one.contact, one.backup))
        for one in facts["rows"]
    )
    return bool(facts["rows"]) and whole and bool(agreement.escalation.strip())


@rule(
    "IFA-03",
    "What a partner reads names nobody served",
    refusal="Take out names and numbers of the person.",
    field="rows",
)
def names_nobody_served(_: Any, facts: Facts) -> bool | str:
    if not facts["named"]:
        return True
    return (
        f"The partner’s page must not say who the person is. Take out: {', '.join(facts['named'])}. "
        "The agreement’s reference stands for them."
    )


@rule(
    "IFA-04",
    "Whoever agrees gives their name and role",
    refusal="Enter your name and your role.",
    field="name",
)
def agreed_by_someone(_: Any, facts: Facts) -> bool:
    return bool(facts["name"].strip()) and bool(facts["role"].strip())


@rule(
    "IFA-05",
    "Asking for a change says which",
    refusal="Write what you would like to change.",
    field="words",
)
def change_is_said(_: Any, facts: Facts) -> bool:
    return bool(facts["words"].strip())


@rule(
    "IFA-06",
    "An agreement made without the link says how",
    refusal="Say how the partner agreed, for example at which meeting or in which message.",
    field="how",
)
def says_how_it_was_agreed(_: Any, facts: Facts) -> bool:
    return bool(facts["how"].strip())


@rule(
    "IFA-07",
    "The partner agrees to the wording they read",
    refusal="This agreement was changed or replaced while you were reading. Nothing was agreed. "
    "Read it again, or look for the newer link.",
)
def agrees_to_what_was_read(agreement: Any, facts: Facts) -> bool:
    return facts["seen"] is None or facts["seen"] == agreement.version


@rule(
    "IFA-08",
    "An agreement is with an agency of the organisation’s list",
    refusal="Choose the partner agency.",
    field="partner",
)
def partner_is_ours(agreement: Any, _: Facts) -> bool:
    return agreement.partner.organisation_id == agreement.organisation_id


@rule(
    "PIS-01",
    "A problem with a partner is opened when the rule finds it sustained",
    refusal="By your rule this is not a sustained problem yet. Use the ladder of each case, or "
    "change the rule under Template and rules.",
)
def is_sustained(_: Any, facts: Facts) -> bool:
    return bool(facts["sustained"])


@rule(
    "PIS-02",
    "A problem with a partner is open once at a time",
    refusal="A problem with this partner is open already.",
)
def is_not_open_already(_: Any, facts: Facts) -> bool:
    return not facts["open_already"]


@rule(
    "PIS-03",
    "A formal route says to whom and when",
    refusal="Choose the route, and say to whom it went and on which day (today or earlier).",
    field="to",
)
def raised_to_someone(_: Any, facts: Facts) -> bool:
    day = facts["on"]
    past = day is not None and day <= timezone.localdate(facts["at"])
    return facts["route"] in IssueRoute.values and bool(facts["to"].strip()) and past


@rule(
    "PIS-04",
    "A formal letter has no blanks left",
    refusal="Fill in what is left open in the letter.",
    field="text",
)
def letter_is_whole(_: Any, facts: Facts) -> bool | str:
    if facts["route"] != IssueRoute.LETTER:
        return True
    left = blanks(facts["text"])
    if left:
        return f"Fill in what is left open in the letter: {', '.join(left)}."
    return bool(facts["text"].strip()) and bool(facts["subject"].strip())


@rule(
    "PIS-05",
    "A problem with a partner ends with its outcome",
    refusal="Choose what came of it, and say how you know.",
    field="outcome",
)
def ends_with_an_outcome(_: Any, facts: Facts) -> bool:
    return facts["outcome"] in IssueOutcome.values and bool(facts["words"].strip())


@rule(
    "PIS-06",
    "What a formal letter says names nobody served",
    refusal="Take out names and numbers of people served; references of agreements may stay.",
    field="text",
)
def letter_names_nobody_served(_: Any, facts: Facts) -> bool | str:
    if not facts["named"]:
        return True
    return f"A letter to a partner names nobody served. Take out: {', '.join(facts['named'])}."
