"""One theme for readers outside: for other services, and in plain words for families (row 104).

No reference, no title and no words of a record stand in it: only counts of a year, none of them
small, and what the organisation itself says of the theme. What was learnt is for a person to write.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from goldthread.domain.actions.models import ActionRoute
from goldthread.domain.actions.terms import Route
from goldthread.domain.governance.forums.models import Meeting
from goldthread.domain.governance.packs.claims import Asked, Claim, Section, too_little
from goldthread.domain.governance.packs.registry import section
from goldthread.domain.governance.packs.sections.changing import actions_here
from goldthread.domain.governance.packs.sections.telling import many, opening, parts, were
from goldthread.domain.governance.packs.terms import Strength
from goldthread.domain.incidents.models import IncidentTheme, Theme
from goldthread.domain.insight.measures import queries, wording
from goldthread.domain.insight.measures.definitions import fewer_than, measures
from goldthread.domain.insight.measures.queries import Chain
from goldthread.domain.insight.measures.terms import Dimension


def _theme(asked: Asked) -> Theme:
    if asked.theme is None:
        raise ValueError("A pack of one theme needs the theme.")
    return asked.theme


def _href(asked: Asked) -> str:
    return f"/themes/{_theme(asked).code}/?unit={asked.unit.pk}"


def _incidents(asked: Asked) -> int:
    of = Dimension.THEME.value
    found = queries.by_value(asked.unit, [of], measures()["reports"], asked.months)
    number = found.get(of, {}).get(str(_theme(asked).pk))
    return number.count if number else 0


def _chain(asked: Asked) -> Chain:
    rows = queries.chains(asked.reader, asked.unit, asked.months)
    theme = _theme(asked)
    return next((one for one in rows if one.theme == theme), Chain(theme))


def _few(asked: Asked, what: str) -> Claim:
    return too_little(
        f"There were too few {what} in {wording.period(asked.months)} to say more without pointing "
        "at someone.",
        "Themes given at triage",
        _href(asked),
    )


@section("theme_story")
def story(asked: Asked, _: Meeting | None) -> Section:
    """What keeps happening, and how often."""
    theme, count = _theme(asked), _incidents(asked)
    claims = [Claim(f"{theme.name}: {theme.description or 'a theme of ours.'}", Strength.SAID,
                    "Themes of the organisation", _href(asked))]  # fmt: skip
    if count < fewer_than():
        claims.append(_few(asked, "incidents with it"))
    else:
        claims.append(
            Claim(
                f"It was a theme of {many(asked, count, 'incident')} in "
                f"{wording.period(asked.months)}.",
                Strength.COUNTED,
                "Themes given at triage",
                _href(asked),
            )
        )
    return Section(
        "theme_story",
        "What keeps happening",
        "Write here what the incidents have in common, so that no single one can be recognised.",
        tuple(claims),
    )


@section("theme_learning")
def learning(asked: Asked, _: Meeting | None) -> Section:
    """How much was learnt; the learning itself is written by a person, who can leave names out."""
    points = _chain(asked).learning
    if points < fewer_than():
        claims = [_few(asked, "learning points")]
    else:
        claims = [Claim(f"Reviews gave {many(asked, points, 'learning point')} on it.",
                        Strength.COUNTED, "Reviews signed off", _href(asked))]  # fmt: skip
    return Section(
        "theme_learning",
        "What was learnt",
        "Write the learning that others can use. A story that happened once identifies people even "
        "without a name.",
        tuple(claims),
    )


@section("theme_changes")
def changes(asked: Asked, _: Meeting | None) -> Section:
    """What was changed, by the way it reached daily work, and how much was shown to work."""
    return Section(
        "theme_changes",
        "What was changed, and what was shown to work",
        "Verified means that someone who did not own the change found it effective.",
        (_changed(asked), *_routes(asked)),
    )


def _changed(asked: Asked) -> Claim:
    found = _chain(asked)
    if found.recorded < fewer_than():
        return _few(asked, "changes")
    verified = found.changes["verified"]
    shown, rest = parts(asked, [verified, found.recorded - verified])
    said = (
        f"{opening(many(asked, found.recorded, 'change'))} {were(asked, found.recorded)} recorded"
    )
    sentence = f"{said}: {shown} verified, {rest} not proved yet."
    if not verified:
        return too_little(sentence, "Safer because", _href(asked))
    return Claim(sentence, Strength.VERIFIED, "Safer because", _href(asked))


def _routes(asked: Asked) -> list[Claim]:
    """Which ways the changes took into daily work: named only where enough took it."""
    of_theme = IncidentTheme.objects.filter(incident=OuterRef("incident"), theme=_theme(asked))
    done = actions_here(asked).filter(Exists(of_theme), completed_at__isnull=False)
    done = done.filter(**asked.within("proposed_at"))
    common = [
        label.lower()
        for code, label in Route.choices
        if ActionRoute.objects.filter(action__in=done, route=code).count() >= fewer_than()
    ]
    if not common:
        return []
    return [Claim(f"Changes reached daily work through {', '.join(common)}.", Strength.COUNTED,
                  "Actions", _href(asked))]  # fmt: skip


@section("family_story")
def family_story(asked: Asked, _: Meeting | None) -> Section:
    """What happened, in plain words."""
    theme, count = _theme(asked), _incidents(asked)
    if count < fewer_than():
        claim = _few(asked, "events like this")
    else:
        claim = Claim(
            f"Our staff, the people we serve and their families told us "
            f"{many(asked, count, 'time')} in {wording.period(asked.months)} that this played a "
            f"part: {theme.name.lower()}.",
            Strength.COUNTED,
            "Reports",
            _href(asked),
        )
    return Section(
        "family_story",
        "What has been happening",
        "Write it as you would say it to someone it happened to. Say sorry where we fell short.",
        (claim,),
    )


@section("family_changes")
def family_changes(asked: Asked, _: Meeting | None) -> Section:
    """What we changed, and how we know whether it helps."""
    found = _chain(asked)
    verified = found.changes["verified"]
    if found.recorded < fewer_than():
        claims = [_few(asked, "changes")]
    else:
        shown, rest = parts(asked, [verified, found.recorded - verified])
        said = f"We set out to make {many(asked, found.recorded, 'change')}."
        claims = [
            Claim(said, Strength.COUNTED, "Changes", _href(asked)),
            Claim(
                "Someone who was not responsible for the change checked whether it works. So far: "
                f"{shown} work, {rest} are not proved yet.",
                Strength.VERIFIED,
                "Checks",
                _href(asked),
            )
            if verified
            else too_little("None of them has been shown to work yet.", "Checks", _href(asked)),
        ]
    return Section("family_changes", "What we are changing", "", tuple(claims))


@section("family_unknown")
def family_unknown(asked: Asked, _: Meeting | None) -> Section:
    """What we do not know, and whom to ask."""
    claim = too_little(
        "These figures count what was reported to us. What nobody told us is not in them.",
        "Reports",
        _href(asked),
    )
    return Section(
        "family_unknown",
        "What we do not know",
        "Write whom families can ask, and how.",
        (claim,),
    )
