"""What the row of a restriction must say before it is kept (domain.md section 6). RES."""

from __future__ import annotations

from typing import Any

from goldthread.domain.registers.restrictions.records import Record
from goldthread.domain.registers.restrictions.terms import (
    NAMED_BASES,
    Capacity,
    Domain,
    Involvement,
    LegalBasis,
    Scale,
    a_month_after,
)
from goldthread.workflow.rules import Facts, rule


def _record(facts: Facts) -> Record:
    record: Record = facts["record"]
    return record


@rule(
    "RES-01",
    "A restriction says in plain words what is limited, and in which part of life",
    refusal="Say in plain words what the person cannot do or have, and choose the part of life.",
    field="words",
)
def says_what_is_limited(_: Any, facts: Facts) -> bool:
    record = _record(facts)
    known = record.domains and all(code in Domain.values for code in record.domains)
    return bool(record.words.strip()) and bool(known)


@rule(
    "RES-02",
    "A restriction has a rationale and the risk it answers",
    refusal="Write the risk that led to this, and why this limit answers it.",
    field="rationale",
)
def has_a_rationale(_: Any, facts: Facts) -> bool:
    record = _record(facts)
    return bool(record.rationale.strip()) and bool(record.trigger.strip())


@rule(
    "RES-03",
    "A restriction names at least one alternative, each with why it is not enough",
    refusal="Name at least one alternative that was considered or tried, and for each why it is "
    "not enough.",
    field="alternatives",
)
def names_alternatives(_: Any, facts: Facts) -> bool:
    others = _record(facts).alternatives
    return bool(others) and all(one.what.strip() and one.why_not.strip() for one in others)


@rule(
    "RES-04",
    "Both rights and safety are assessed",
    refusal="Assess both: what this takes from the person's rights and daily life, and what it "
    "makes safer.",
    field="rights",
)
def weighs_rights_and_safety(_: Any, facts: Facts) -> bool:
    record = _record(facts)
    return bool(record.rights.strip()) and bool(record.safety.strip())


@rule(
    "RES-05",
    "A restriction says why it is proportionate",
    refusal="Say why this is in proportion: why no less would do, and for how long.",
    field="proportionality",
)
def says_why_proportionate(_: Any, facts: Facts) -> bool:
    return bool(_record(facts).proportionality.strip())


@rule(
    "RES-06",
    "A restriction has a legal basis",
    refusal="Without a legal basis this must not begin, and if it is in force it must stop now. "
    "Ask the person whether they consent; if they cannot decide this, assess their capacity; or "
    "ask the restrictive-practice lead today.",
    field="legal_basis",
)
def has_a_legal_basis(_: Any, facts: Facts) -> bool:
    basis = _record(facts).legal_basis
    return basis in LegalBasis.values and basis != LegalBasis.NONE


@rule(
    "RES-07",
    "Consent needs capacity, and best interests need an assessed lack of it",
    refusal="The legal basis and capacity do not fit. Consent is only from someone with capacity "
    "for this decision; best interests only where an assessment found that it is lacking. Write "
    "where and when it was assessed.",
    field="capacity",
)
def basis_fits_capacity(_: Any, facts: Facts) -> bool:
    record = _record(facts)
    if record.capacity not in Capacity.values:
        return False
    if record.legal_basis == LegalBasis.CONSENT:
        return record.capacity != Capacity.LACKS
    if record.legal_basis == LegalBasis.BEST_INTERESTS:
        return record.capacity == Capacity.LACKS and bool(record.capacity_record.strip())
    return record.capacity != Capacity.LACKS or bool(record.capacity_record.strip())


@rule(
    "RES-08",
    "An order, authorisation or term is named",
    refusal="Name the section, order, authorisation or clause, and its date.",
    field="legal_reference",
)
def names_the_order(_: Any, facts: Facts) -> bool:
    record = _record(facts)
    return record.legal_basis not in NAMED_BASES or bool(record.legal_reference.strip())


@rule(
    "RES-09",
    "The person's view is recorded, or why that was impossible",
    refusal="Write what the person thinks of this, in their words if you can, or why it was "
    "impossible to ask.",
    field="view",
)
def has_their_view(_: Any, facts: Facts) -> bool:
    record = _record(facts)
    return record.involvement in Involvement.values and bool(record.view.strip())


@rule(
    "RES-10",
    "It says which family or advocate was involved, or why nobody",
    refusal="Say which family member or advocate was involved and what they think, or why nobody.",
    field="family",
)
def says_who_else_was_asked(_: Any, facts: Facts) -> bool:
    return bool(_record(facts).family.strip())


@rule(
    "RES-11",
    "A restriction has a review date within a month",
    refusal="Give a review date, at most one month after the start. One that began before it was "
    "recorded is reviewed within a month from today.",
    field="review_on",
)
def is_reviewed_within_a_month(_: Any, facts: Facts) -> bool:
    review_on, begins = _record(facts).review_on, max(facts["started_on"], facts["today"])
    return review_on is not None and begins <= review_on <= a_month_after(begins)


@rule(
    "RES-12",
    "A restriction says what ends it, and is reviewed before it ends",
    refusal="Give an end date, or write what would end it. The review is no later than the end.",
    field="exit_criteria",
)
def says_what_ends_it(_: Any, facts: Facts) -> bool:
    record = _record(facts)
    if record.ends_on is None:
        return bool(record.exit_criteria.strip())
    return record.review_on is None or facts["started_on"] <= record.review_on <= record.ends_on


@rule(
    "RES-13",
    "A blanket restriction has a safeguarding action beside it",
    refusal="Safeguarding comes before restricting everyone. Choose the safeguarding action that "
    "this stands beside, or make it a restriction for one person. A new action is added on the "
    "safeguarding case.",
    field="safeguarding_action",
)
def blanket_stands_beside_safeguarding(_: Any, facts: Facts) -> bool:
    record = _record(facts)
    return record.scale != Scale.BLANKET or record.links.safeguarding_action is not None


WHOLE_RECORD = (
    says_what_is_limited,
    has_a_rationale,
    names_alternatives,
    weighs_rights_and_safety,
    says_why_proportionate,
    has_a_legal_basis,
    basis_fits_capacity,
    names_the_order,
    has_their_view,
    says_who_else_was_asked,
    is_reviewed_within_a_month,
    says_what_ends_it,
    blanket_stands_beside_safeguarding,
)
