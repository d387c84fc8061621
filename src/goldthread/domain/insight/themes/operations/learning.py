"""Learning an organisation's categories from what people decided, here or where it came from."""

from __future__ import annotations

import datetime as dt

import numpy as np
from django.conf import settings
from django.utils import timezone

from goldthread.access.models import Unit
from goldthread.access.queries import organisations
from goldthread.analytics.texts.classify import Classifier, NothingToLearn
from goldthread.domain.insight.themes import accounts, fitted
from goldthread.domain.insight.themes.models import FittedModel
from goldthread.domain.insight.themes.terms import (
    FEWEST_HELD_OUT,
    HELD_OUT_SHARE,
    LEARN_AGAIN_SHARE,
    MOST_LEARNT,
    SUGGEST_AT,
    ModelKind,
)

Labelled = list[tuple[str, str]]  # narrative, code of the category


def learn_everywhere() -> int:
    """Learn again where it is time, in every organisation; returns in how many it was."""
    return sum(learn_categories(organisation) is not None for organisation in organisations())


def learn_categories(organisation: Unit, *, at: dt.datetime | None = None) -> FittedModel | None:
    """Learn again where enough has been decided since the last time; None where it was not.

    Nothing is learnt from fewer decisions than `GOLDTHREAD_SUGGEST_FROM`, nor from restricted
    incidents. The newest fifth measures what was learnt from the others; then all teach.
    """
    decided = accounts.readable(organisation.pk).filter(category__isnull=False)
    number = decided.count()
    last = fitted.about(organisation.pk, ModelKind.CATEGORIES)
    if number < settings.SUGGEST_FROM or (
        last is not None and abs(number - last.learnt_from) < LEARN_AGAIN_SHARE * last.learnt_from
    ):
        return None
    rows = decided.order_by("-reported_at", "-pk").values_list("narrative", "category__code")
    labelled = [(text[: accounts.LONGEST], str(code)) for text, code in rows[:MOST_LEARNT]][::-1]
    try:
        figures = _measured(labelled)
        learnt = _learn(labelled)
    except NothingToLearn:  # every incident has the same category
        return None
    return fitted.keep(
        organisation.pk,
        ModelKind.CATEGORIES,
        learnt.write,
        learnt_from=number,
        figures=figures,
        at=at or timezone.now(),
    )


def _learn(labelled: Labelled) -> Classifier:
    codes = sorted({code for _, code in labelled})
    truth = np.array([[code == one for one in codes] for _, code in labelled])
    return Classifier.train([text for text, _ in labelled], truth, codes)


def _measured(labelled: Labelled) -> dict[str, float]:
    """How often a suggestion is made and is right, on the newest accounts, learnt from the rest."""
    out = max(FEWEST_HELD_OUT, int(HELD_OUT_SHARE * len(labelled)))
    learnt = _learn(labelled[:-out])
    chances = learnt.probabilities([text for text, _ in labelled[-out:]])
    best = chances.argmax(axis=1)
    made = chances.max(axis=1) >= SUGGEST_AT
    right = np.array([learnt.labels[at] for at in best]) == [code for _, code in labelled[-out:]]
    return {
        "held_out": out,
        "suggested": int(made.sum()),
        "right": int((right & made).sum()),
    }
