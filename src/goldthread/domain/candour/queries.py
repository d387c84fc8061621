"""Where openness stands on an incident, what is next, and what its record holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from goldthread.access.models import Unit
from goldthread.access.queries import profile_of
from goldthread.access.terms import ProviderType
from goldthread.domain.candour.models import (
    Attempt,
    Candour,
    Decision,
    EngagementEntry,
    FamilyQuestion,
    Letter,
    LetterTemplate,
    LetterTemplateVersion,
)
from goldthread.domain.candour.terms import SETTLED, TOOL_FOR, Party, Status
from goldthread.domain.incidents.consequences import consequences
from goldthread.domain.incidents.models import Incident
from goldthread.workflow.refusals import Refusal


@dataclass(frozen=True)
class Exchange:
    """One item of the correspondence: what, when, with whom or to whom, and the letter if any."""

    at: dt.datetime
    what: str
    detail: str
    letter: Letter | None = None


def candour_of(incident: Incident) -> Candour | None:
    """The candour record, or None while nobody has needed it."""
    return (
        Candour.objects.select_related(
            "incident", "lead", "told_by", "supported_by", "written_by", "completed_by"
        )
        .filter(incident=incident)
        .first()
    )


TOOL_CODES = frozenset(TOOL_FOR.values())


def tool_code(incident: Incident) -> str:
    """The decision tool for this kind of provider: the legal threshold differs."""
    return TOOL_FOR[ProviderType(profile_of(incident.organisation).provider_type)]


def why_suggested(incident: Incident) -> list[str]:
    """The reasons to ask whether the duty applies; a suggestion that decides nothing.

    They come from the one table of duties (`consequences`). The candour threshold is a scale of
    its own (domain.md, trap 1): LFPSE harm asks the question and never answers it.
    """
    duties = consequences(
        provider=profile_of(incident.organisation).provider_type,
        event=incident.event_type,
        physical=incident.physical_harm,
        psychological=incident.psychological_harm,
        yes=frozenset(),
        national_trigger="",
    )
    return [duty.words for duty in duties if duty.code.startswith("candour")]


def decisions_of(candour: Candour) -> QuerySet[Decision]:
    """Every decision, newest first."""
    return candour.decisions.select_related("decided_by", "next_decider", "run__version__tool")


def attempts_of(candour: Candour) -> QuerySet[Attempt]:
    """Every attempt to make contact, oldest first."""
    return candour.attempts.all()


def engagement_of(incident: Incident) -> QuerySet[EngagementEntry]:
    """The engagement log, oldest first."""
    return (
        EngagementEntry.objects.filter(incident=incident)
        .select_related("recorded_by")
        .prefetch_related("questions")
        .order_by("recorded_at", "pk")
    )


def questions_of(incident: Incident) -> QuerySet[FamilyQuestion]:
    """What the person and family asked, oldest first."""
    return FamilyQuestion.objects.filter(incident=incident).select_related("answered_by")


def question(incident: Incident, number: int) -> FamilyQuestion | None:
    """One question of this incident, or None."""
    return questions_of(incident).filter(pk=number).first()


def open_questions(incident: Incident) -> QuerySet[FamilyQuestion]:
    """Questions neither answered nor explained."""
    return questions_of(incident).filter(answered_at__isnull=True)


def letters_of(incident: Incident) -> QuerySet[Letter]:
    """Drafts and sent letters, oldest first."""
    return Letter.objects.filter(incident=incident).select_related(
        "version__template", "drafted_by", "sent_by"
    )


def letter(incident: Incident, number: int) -> Letter | None:
    """One letter of this incident, or None."""
    return letters_of(incident).select_related("incident").filter(pk=number).first()


def sent_letters(incident: Incident, step: str) -> QuerySet[Letter]:
    """Letters of one purpose that were sent or put on record."""
    return letters_of(incident).filter(step=step, sent_at__isnull=False)


def templates_of(organisation: Unit) -> QuerySet[LetterTemplate]:
    """The letter templates of an organisation."""
    return LetterTemplate.objects.filter(organisation=organisation)


def template_of(organisation_id: int, code: str) -> LetterTemplate | None:
    """One letter template, or None."""
    return LetterTemplate.objects.filter(organisation_id=organisation_id, code=code).first()


def newest_version(template: LetterTemplate) -> LetterTemplateVersion:
    """The wording in use."""
    return template.versions.order_by("-number")[0]


def engagement_recorded(incident: Incident) -> bool:
    """Whether the log says who was engaged with, or why nobody was (row 26); used by closure."""
    return EngagementEntry.objects.filter(incident=incident).exists()


def candour_settled(incident: Incident) -> bool:
    """Whether candour holds up closure; used by closure.

    Settled when the duty was decided not to apply or is complete, and where nothing has put the
    question: no decision was begun and no harm suggests one.
    """
    candour = candour_of(incident)
    if candour is None or candour.status == Status.UNDECIDED:
        return not candour_asked(incident, candour)
    return candour.status in SETTLED


def candour_asked(incident: Incident, candour: Candour | None) -> bool:
    """Whether an undecided record has a question to answer: begun by someone, or put by harm."""
    begun = candour is not None and candour.decisions.exists()
    return begun or bool(why_suggested(incident))


UNDECIDED = Refusal("CLO-02", "It is not decided whether the duty of candour applies.")
UNDER_WAY_STILL = Refusal("CLO-02", "The duty of candour applies and is not complete.")
NOBODY_ENGAGED = Refusal(
    "CLO-02", "The engagement log is empty: say who was engaged with, or why nobody was."
)


def missing(incident: Incident) -> list[str]:
    """What openness still needs before the incident can close, as sentences."""
    return [refusal.sentence for refusal in stage_facts(incident).missing]


def correspondence(incident: Incident) -> list[Exchange]:
    """Everything that passed between the service and the person, oldest first (20(6))."""
    items = [
        Exchange(one.sent_at, one.version.template.name, one.get_sent_how_display(), one)
        for one in letters_of(incident)
        if one.sent_at
    ]
    items += [
        Exchange(one.engaged_at, one.get_party_display(), one.get_how_display())
        for one in engagement_of(incident)
        if one.engaged_at
    ]
    candour = candour_of(incident)
    if candour is not None:
        items += [
            Exchange(one.tried_at, "Attempt to make contact", one.words)
            for one in attempts_of(candour)
        ]
        if candour.told_at:
            items.append(Exchange(candour.told_at, "Told", candour.get_told_how_display()))
    return sorted(items, key=lambda item: item.at)


def was_engaged(incident: Incident) -> bool:
    """Whether anybody was engaged with, as against a reason why nobody was."""
    return EngagementEntry.objects.filter(incident=incident).exclude(party=Party.NOBODY).exists()


@dataclass(frozen=True)
class Stage:
    """Openness on an incident in one line of its thread.

    `standing` is settled, open or none (nothing puts the question of candour); `missing` says
    what openness still needs before the incident can close.
    """

    standing: str
    state: str
    owner: str
    engaged: bool
    missing: tuple[Refusal, ...]
    link: str


def stage_facts(incident: Incident) -> Stage:
    """The stage's facts, in four queries at most."""
    candour = Candour.objects.select_related("lead").filter(incident=incident).first()
    undecided = candour is None or candour.status == Status.UNDECIDED
    asked = not undecided or candour_asked(incident, candour)
    settled = candour.status in SETTLED if candour and not undecided else not asked
    engaged = engagement_recorded(incident)
    gaps = [] if settled else [UNDECIDED if undecided else UNDER_WAY_STILL]
    return Stage(
        standing="settled" if settled and asked else "open" if asked else "none",
        state=_stage_words(candour, asked),
        owner=candour.lead.name if candour and candour.lead else "",
        engaged=engaged,
        missing=tuple(gaps if engaged else [*gaps, NOBODY_ENGAGED]),
        link=f"/incidents/{incident.reference}/openness/",
    )


def _stage_words(candour: Candour | None, asked: bool) -> str:
    if not asked:
        return "Candour is not in question"
    return str(candour.get_status_display()) if candour else Status.UNDECIDED.label
