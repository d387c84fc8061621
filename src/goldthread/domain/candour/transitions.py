"""The life of candour (design: the lives of things).

    undecided → not triggered (who, why)
    undecided → triggered → told → supported → written → results shared → complete

It also ends where the person cannot be reached or does not want contact, and opens again when
that changes.
"""

from __future__ import annotations

from goldthread.access.terms import Permission
from goldthread.domain.candour import rules
from goldthread.domain.candour.terms import UNDER_WAY, Status
from goldthread.domain.incidents.queries import within
from goldthread.workflow.transitions import anyone, transition

MANAGERS = within(Permission.CANDOUR_MANAGE, "incident__")

OPEN = transition(
    "candour.open",
    sources=(),
    target=Status.UNDECIDED,
    label="Open the candour record",
    done="The candour record is open.",
    allowed=anyone,
)
LEAVE_OPEN = transition(
    "candour.leave_open",
    sources=(Status.UNDECIDED, Status.NOT_TRIGGERED),
    target=Status.UNDECIDED,
    label="Leave the decision open",
    done="Recorded: more facts are needed, and someone will decide.",
    allowed=MANAGERS,
    rules=(rules.names_professional, rules.says_why, rules.says_who_decides_next),
)
DECIDE_NO = transition(
    "candour.decide_no",
    sources=(Status.UNDECIDED, Status.NOT_TRIGGERED, Status.TRIGGERED),
    target=Status.NOT_TRIGGERED,
    label="Record that the duty does not apply",
    done="Recorded: the duty of candour does not apply. Be open anyway.",
    allowed=MANAGERS,
    rules=(rules.names_professional, rules.says_why),
)
DECIDE_YES = transition(
    "candour.decide_yes",
    sources=(Status.UNDECIDED, Status.NOT_TRIGGERED),
    target=Status.TRIGGERED,
    label="Record that the duty applies",
    done="Recorded: the duty of candour applies. Next, say who is to be told.",
    allowed=MANAGERS,
    rules=(rules.names_professional, rules.says_why),
)
NAME_PERSON = transition(
    "candour.name_person",
    sources=(*UNDER_WAY, Status.UNDECIDED),
    target="",
    label="Save who is to be told",
    done="Saved.",
    allowed=MANAGERS,
    rules=(rules.acts_lawfully,),
)
ATTEMPT = transition(
    "candour.attempt",
    sources=UNDER_WAY,
    target="",
    label="Record the attempt",
    done="The attempt is on record.",
    allowed=MANAGERS,
    rules=(rules.attempt_has_person, rules.done_between_incident_and_now),
)
TELL = transition(
    "candour.tell",
    sources=(Status.TRIGGERED,),
    target=Status.TOLD,
    label="Record that they were told",
    done="Recorded: told in person. Next, offer support.",
    allowed=MANAGERS,
    rules=(
        rules.relevant_person_known,
        rules.told_in_person,
        rules.gives_account,
        rules.advises_enquiries,
        rules.gives_apology,
        rules.done_between_incident_and_now,
    ),
)
SUPPORT = transition(
    "candour.support",
    sources=(Status.TOLD,),
    target=Status.SUPPORTED,
    label="Record the support offered",
    done="Recorded. Next, follow it in writing.",
    allowed=MANAGERS,
    rules=(rules.describes_support,),
)
WRITE = transition(
    "candour.write",
    sources=(Status.SUPPORTED,),
    target=Status.WRITTEN,
    label="Confirm the written follow-up",
    done="The written follow-up is done. Next, share the results of the enquiries.",
    allowed=MANAGERS,
    rules=(rules.follow_up_sent,),
)
SHARE_RESULTS = transition(
    "candour.share_results",
    sources=(Status.WRITTEN,),
    target=Status.RESULTS_SHARED,
    label="Confirm that the results were shared",
    done="The results are shared. Next, check that every question was answered.",
    allowed=MANAGERS,
    rules=(rules.results_sent,),
)
COMPLETE = transition(
    "candour.complete",
    sources=(Status.RESULTS_SHARED,),
    target=Status.COMPLETE,
    label="Complete candour",
    done="The duty of candour is complete.",
    allowed=MANAGERS,
    rules=(rules.questions_settled,),
)
END_WITHOUT_CONTACT = transition(
    "candour.end_without_contact",
    sources=UNDER_WAY,
    target=Status.COMPLETE,
    label="Record that contact is not possible or not wanted",
    done="Recorded. The written record of attempts is kept.",
    allowed=MANAGERS,
    rules=(rules.attempts_recorded, rules.says_wishes),
    exceptional=True,
)
RESUME = transition(
    "candour.resume",
    sources=(Status.COMPLETE,),
    target=Status.TRIGGERED,
    label="Contact is wanted after all",
    done="Candour is open again.",
    allowed=MANAGERS,
    rules=(rules.resumes_with_reason,),
    exceptional=True,
)
