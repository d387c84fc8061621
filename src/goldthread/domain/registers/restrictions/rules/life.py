"""When a restriction begins, goes on and ends. RES."""

from __future__ import annotations

from typing import Any

from goldthread.domain.registers.restrictions.records import Review
from goldthread.domain.registers.restrictions.terms import Risk, Verdict, a_month_after
from goldthread.workflow.rules import Facts, rule


def _review(facts: Facts) -> Review:
    review: Review = facts["review"]
    return review


@rule(
    "RES-14",
    "An urgent restriction says why it cannot wait, and begins today or began before",
    refusal="Say why this cannot wait for its whole record. It begins today, or began already.",
    field="urgent_because",
)
def says_why_it_cannot_wait(_: Any, facts: Facts) -> bool:
    return bool(facts["urgent_because"].strip()) and facts["started_on"] <= facts["today"]


@rule(
    "RES-15",
    "A restriction is authorised by someone who did not write it",
    refusal="You wrote this record. Someone else who may authorise restrictions has to.",
)
def authorised_by_someone_else(restriction: Any, facts: Facts) -> bool:
    wrote = {restriction.proposed_by_id, restriction.completed_by_id}
    return facts["by"] not in wrote


@rule(
    "RES-16",
    "A restriction is authorised with its record whole and its review date ahead",
    refusal="The record is not whole yet, or its review date has passed while it waited. Complete "
    "the record first.",
)
def authorised_whole(restriction: Any, facts: Facts) -> bool:
    whole = restriction.completed_at is not None
    return whole and restriction.review_on is not None and restriction.review_on >= facts["today"]


@rule(
    "RES-17",
    "A restriction is declined with a reason",
    refusal="Say why this is not authorised, and what to do instead.",
    field="reason",
)
def declined_with_a_reason(_: Any, facts: Facts) -> bool:
    return bool(facts["reason"].strip())


@rule(
    "RES-18",
    "A review decides to continue, reduce or end, with the reason and what changed",
    refusal="Choose continue, reduce or end, and write why and what has changed.",
    field="reason",
)
def decides_with_reasons(_: Any, facts: Facts) -> bool:
    review = _review(facts)
    decided = review.verdict in Verdict.values and review.risk in Risk.values
    return decided and bool(review.reason.strip()) and bool(review.what_changed.strip())


@rule(
    "RES-19",
    "A restriction goes on only with a new review date within a month",
    refusal="Nothing rolls over. Give the next review date, at most one month from today.",
    field="next_review_on",
)
def goes_on_with_a_date(_: Any, facts: Facts) -> bool:
    review, today = _review(facts), facts["today"]
    if review.verdict == Verdict.END:
        return True
    day = review.next_review_on
    return day is not None and today < day <= a_month_after(today)


@rule(
    "RES-20",
    "A restriction goes on past its end date only with a later one",
    refusal="The next review is after the day on which this restriction ends. Review it by then, "
    "or give a later end date.",
    field="ends_on",
)
def goes_on_within_its_end(restriction: Any, facts: Facts) -> bool:
    review = _review(facts)
    ends_on = review.ends_on or restriction.ends_on
    if review.verdict == Verdict.END or review.next_review_on is None or ends_on is None:
        return True
    return bool(review.next_review_on <= ends_on)


@rule(
    "RES-21",
    "A reduced restriction says what is left of it",
    refusal="Write what is left of the restriction now, in plain words. It must be less than before.",
    field="words",
)
def reduced_says_what_is_left(restriction: Any, facts: Facts) -> bool:
    review = _review(facts)
    left = " ".join(review.words.split()).casefold()
    before = " ".join(restriction.words.split()).casefold()
    return review.verdict != Verdict.REDUCE or bool(left and left != before)


@rule(
    "RES-22",
    "A restriction that continues although the risk fell says why it is not reduced",
    refusal="The risk has fallen. Reduce or end the restriction, or write why it cannot be less.",
    field="why_not_reduced",
)
def falls_with_the_risk(_: Any, facts: Facts) -> bool:
    review = _review(facts)
    unmoved = review.verdict == Verdict.CONTINUE and review.risk == Risk.FALLEN
    return not unmoved or bool(review.why_not_reduced.strip())


@rule(
    "RES-23",
    "A review has the person's view, or why they could not be asked",
    refusal="Write what the person thinks now, or why they could not be asked.",
    field="view",
)
def review_has_their_view(_: Any, facts: Facts) -> bool:
    return bool(_review(facts).view.strip())


@rule(
    "RES-24",
    "A review continues only what was authorised",
    refusal="This began at once and its record is not authorised. Complete the record, or end it.",
)
def continues_only_what_was_authorised(restriction: Any, facts: Facts) -> bool:
    return _review(facts).verdict == Verdict.END or restriction.authorised_at is not None


REVIEWED = (
    continues_only_what_was_authorised,
    decides_with_reasons,
    goes_on_with_a_date,
    goes_on_within_its_end,
    reduced_says_what_is_left,
    falls_with_the_risk,
    review_has_their_view,
)
