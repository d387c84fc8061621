"""What the page of a review prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from goldthread.domain.incidents.terms import Precision, Tier
from goldthread.domain.reviews.terms import RAPID_QUESTIONS, Lens, Method, Status
from goldthread.web.reviews.forms import LENS, method_questions
from goldthread.web.words import date, plural, when

TONES = {
    Status.PLANNED: "waiting",
    Status.UNDER_WAY: "underway",
    Status.SUBMITTED: "underway",
    Status.SIGNED_OFF: "neutral",
    Status.NOT_NEEDED: "stopped",
}


@dataclass(frozen=True)
class Item:
    """One entry of a section: its words, a quiet line, and what can be done with it."""

    text: str
    note: str = ""
    href: str = ""
    link: str = ""
    second_href: str = ""
    second_link: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the review, with the links that add to it."""

    code: str
    title: str
    lead: str
    items: tuple[Item, ...]
    adds: tuple[tuple[str, str], ...] = ()


def sections(review: Any, counts: dict[tuple[str, int], int], *, editable: bool) -> list[Section]:
    """The parts this review needs, in the order they are written."""
    base = f"/reviews/{review.pk}/"
    made: list[Section | None] = []
    if review.method == Method.RAPID:
        made.append(_rapid(review, base))
    else:
        made += [_terms(review, base), _set(review, base), _chronology(review, base)]
        made += [_questions(review, base), _sessions(review, base)]
    if review.tier == Tier.STRUCTURED:
        made.append(_lenses(review, base))
    made.append(_factors(review, base, counts))
    if review.tier == Tier.THEMATIC:
        made.append(_patterns(review, base, counts))
    if review.method != Method.RAPID:
        made += [_family(review, base), _rights(review, base)]
        made += [_findings(review, base), _learning(review, base, counts)]
    if review.tier == Tier.STRUCTURED:
        made.append(_gap(review, base))
    kept = [section for section in made if section is not None]
    return kept if editable else [_read_only(section) for section in kept]


def _read_only(section: Section) -> Section:
    items = tuple(Item(item.text, item.note) for item in section.items)
    return Section(section.code, section.title, section.lead, items)


def _rapid(review: Any, base: str) -> Section:
    items = [
        Item(getattr(review, name) or "Not answered yet", words)
        for name, words in RAPID_QUESTIONS.items()
    ]
    if review.week_owner and review.week_due_on:
        items.append(Item(f"{review.week_owner.name}, by {date(review.week_due_on)}", "This week"))
    adds = ((f"{base}write/rapid", "Answer the three questions"),)
    return Section("rapid", "The three questions", "", tuple(items), adds)


def _terms(review: Any, base: str) -> Section | None:
    if review.tier != Tier.STRUCTURED:
        return None
    items = (Item(review.terms_of_reference),) if review.terms_of_reference else ()
    lead = "What will be looked at, what will not, and who agreed it."
    return Section(
        "terms", "Terms of reference", lead, items, ((f"{base}write/terms", "Write them"),)
    )


def _set(review: Any, base: str) -> Section | None:
    if review.tier != Tier.THEMATIC:
        return None
    items = tuple(
        Item(link.incident.reference, _first_words(link.incident.narrative))
        for link in review.links.all()
    )
    lead = "The incidents looked at together."
    return Section("set", "The set", lead, items, ((f"{base}add/incidents", "Link incidents"),))


def _chronology(review: Any, base: str) -> Section:
    items = tuple(
        Item(entry.what, _when(entry) + (f" · {entry.known_from}" if entry.known_from else ""))
        for entry in review.chronology.all()
    )
    lead = "In order, with times and where each is known from."
    return Section(
        "chronology", "Chronology", lead, items, ((f"{base}add/chronology", "Add a line"),)
    )


def _when(entry: Any) -> str:
    if entry.happened_at is None:
        return "Time not known"
    if entry.precision == Precision.EXACT:
        return when(entry.happened_at)
    if entry.precision == Precision.ABOUT:
        return f"About {when(entry.happened_at)}"
    return date(entry.happened_at)


def _questions(review: Any, base: str) -> Section | None:
    asked = method_questions(review.method)
    if not asked:
        return None
    given = {answer.question: answer.text for answer in review.answers.all()}
    items = tuple(Item(given.get(row["code"]) or "Not answered yet", row["text"]) for row in asked)
    return Section(
        "questions",
        review.get_method_display(),
        "",
        items,
        ((f"{base}questions", "Answer the questions"),),
    )


def _sessions(review: Any, base: str) -> Section:
    items = tuple(
        Item(
            f"{row.reflections}\n\nWhat came of it: {row.outputs}",
            f"{date(row.held_on)} · {row.disciplines}",
        )
        for row in review.sessions.all()
    )
    lead = "Who sat together, what they noticed, what came of it."
    return Section(
        "sessions", "Sessions", lead, items, ((f"{base}add/session", "Record a session"),)
    )


def _lenses(review: Any, base: str) -> Section:
    notes = {note.lens: note for note in review.lenses.all()}
    items = []
    for lens in Lens:
        note = notes.get(lens)
        words = LENS[lens]["asks"] if note is None else note.text
        state = "Still to look through" if note is None else ""
        if note is not None and not note.relevant:
            state = "Not relevant, because"
        items.append(Item(words, f"{lens.label}. {state}".strip(), f"{base}lenses/{lens}", "Write"))
    lead = "Each is looked through, or it says why it is not relevant."
    return Section("lenses", "Four lenses", lead, tuple(items))


def _factors(review: Any, base: str, counts: dict[tuple[str, int], int]) -> Section:
    items = tuple(
        _answerable(
            review, row, f"{row.get_seips_display()}: {row.text}", counts, f"{base}without-action/factor/{row.pk}",
        )
        for row in review.factors.all()
    )  # fmt: skip
    lead = "What in the work system made it likely. There is nowhere to name a person, on purpose."
    return Section(
        "factors", "Contributory factors", lead, items, ((f"{base}add/factor", "Add a factor"),)
    )


def _answerable(
    review: Any, row: Any, text: str, counts: dict[tuple[str, int], int], href: str, seen: str = ""
) -> Item:
    """A factor or weakness with how it is answered: by actions, by a reason, or not yet."""
    actions = counts.get((row._meta.label_lower, row.pk), 0)
    if actions:
        address = f"/incidents/{review.incident.reference}/actions/"
        words = "See the action" if actions == 1 else "See the actions"
        return Item(text, f"{seen}{plural(actions, 'action')}", address, words)
    if row.no_action_because:
        return Item(text, f"{seen}No action, because: {row.no_action_because}")
    propose = f"/incidents/{review.incident.reference}/actions/new?source={row._meta.label_lower}:{row.pk}"
    return Item(text, f"{seen}Not answered yet", propose, "Propose an action", href, "Say why none")


def _patterns(review: Any, base: str, counts: dict[tuple[str, int], int]) -> Section:
    items = tuple(
        _answerable(
            review, row, f"{row.get_kind_display()}: {row.text}", counts, f"{base}without-action/pattern/{row.pk}",
            _seen_in(row),
        )
        for row in review.patterns.all()
    )  # fmt: skip
    lead = "What the incidents share, and which weaknesses of the process explain it."
    return Section(
        "patterns", "Patterns and weaknesses", lead, items, ((f"{base}add/pattern", "Add one"),)
    )


def _seen_in(pattern: Any) -> str:
    """Which incidents show it, before how it is answered."""
    numbers = sorted(incident.reference for incident in pattern.incidents.all())
    return f"Seen in {', '.join(numbers)}. " if numbers else "Seen in none of the incidents yet. "


def _family(review: Any, base: str) -> Section:
    items = tuple(
        Item(row.answer or "Not answered yet", row.question, f"{base}family/{row.pk}", "Answer")
        for row in review.family_questions.all()
    )
    if not items and review.no_family_questions_because:
        items = (Item(review.no_family_questions_because, "Not asked, because"),)
    adds = (
        (f"{base}add/family", "Add a question they asked"),
        (f"{base}write/no-family", "Say why they were not asked"),
    )
    return Section("family", "Questions of the person and family", "", items, adds)


def _gap(review: Any, base: str) -> Section:
    items = (Item(review.system_gap),) if review.system_gap else ()
    lead = "What was missing or unclear that let this happen. Governance signs it off."
    return Section("gap", "The gap in the system", lead, items, ((f"{base}write/gap", "Name it"),))


def _rights(review: Any, base: str) -> Section:
    items = (Item(review.rights),) if review.rights else ()
    return Section("rights", "Rights", "", items, ((f"{base}write/rights", "Write"),))


def _findings(review: Any, base: str) -> Section:
    items = tuple(Item(row.text) for row in review.findings.all())
    lead = "What the review saw."
    return Section("findings", "Findings", lead, items, ((f"{base}add/finding", "Add a finding"),))


def _learning(review: Any, base: str, counts: dict[tuple[str, int], int]) -> Section:
    items = []
    for row in review.learning_points.all():
        actions = counts.get((row._meta.label_lower, row.pk), 0)
        note = f"{actions} {'action' if actions == 1 else 'actions'}" if actions else ""
        where = f"Applies to: {row.applies_to}" if row.applies_to else ""
        propose = (
            f"/incidents/{review.incident.reference}/actions/new"
            f"?source={row._meta.label_lower}:{row.pk}"
        )
        words = " · ".join(part for part in (where, note) if part)
        items.append(Item(row.text, words, propose, "Propose an action"))
    lead = "What it means beyond this case."
    return Section(
        "learning",
        "Learning points",
        lead,
        tuple(items),
        ((f"{base}add/learning", "Add a learning point"),),
    )


def _first_words(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 120 else words[:120].rsplit(" ", 1)[0] + "…"
