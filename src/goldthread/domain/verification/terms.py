"""Codes and labels of verification."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    PLANNED = "planned", "Planned"
    RUNNING = "running", "Running"
    CONCLUDED = "concluded", "Concluded"
    SUSTAINED = "sustained", "Sustained"
    RELAPSED = "relapsed", "Relapsed"


class RoundKind(models.TextChoices):
    BASELINE = "baseline", "Baseline"
    ROUND = "round", "Round"
    RECHECK = "recheck", "Re-check"


class FrameSource(models.TextChoices):
    """Where the list a sample is drawn from came from."""

    PASTED = "pasted", "A list pasted in"
    UPLOADED = "uploaded", "A file uploaded"
    QUERIED = "queried", "Records of this product"
    NONE = "", "No list: seen directly"


class PracticeChanged(models.TextChoices):
    """The first verdict."""

    YES = "yes", "Yes, practice changed"
    PARTLY = "partly", "Partly"
    NO = "no", "No, practice did not change"
    CANNOT_TELL = "cannot_tell", "Cannot tell yet"


class RepeatRisk(models.TextChoices):
    """The second verdict, apart from the first."""

    FELL = "fell", "Yes, it is less likely to happen again"
    NOT_FALLEN = "not_fallen", "No, it still happens"
    CANNOT_TELL = "cannot_tell", "Too early or too few to tell"


class Outcome(models.TextChoices):
    EFFECTIVE = "effective", "Effective"
    PARTLY = "partly", "Partly effective"
    NOT_EFFECTIVE = "not_effective", "Not effective"
    CANNOT_TELL = "cannot_tell", "Cannot tell yet"


class Next(models.TextChoices):
    """What follows where the action is not shown to be effective."""

    REOPEN = "reopen", "Reopen the action with a new date"
    NEW_ACTION = "new_action", "Agree a stronger action"
    MORE_ROUNDS = "more_rounds", "Check another round"


class Shown(models.TextChoices):
    """What a result shows against its standard."""

    NOTHING = "nothing", "nothing checked yet"
    SHOWN = "shown", "standard met"
    MET_IN_SAMPLE = "met_in_sample", "met in the sample"
    NOT_YET = "not_yet", "not yet shown"
    NOT_MET = "not_met", "standard not met"


RECHECK_MONTHS = (3, 6, 12)
MOST_FRAME_ROWS = 20_000


class Direction(models.TextChoices):
    """Which way is better."""

    DECREASE = "decrease", "Fewer is better"
    INCREASE = "increase", "More is better"


class Denominator(models.TextChoices):
    """What events are counted over. Of cases, each is an event or not: a share."""

    MONTHS = "months", "Months of time"
    CASELOAD = "caseload", "People on the caseload, month by month"
    CONTACTS = "contacts", "Contacts"
    CASES = "cases", "Cases looked at (a share of them)"


UNITS = {
    Denominator.MONTHS: "months",
    Denominator.CASELOAD: "caseload months",
    Denominator.CONTACTS: "contacts",
}
"""The unit of exposure inside a sentence."""


class Comparison(models.TextChoices):
    """How before and after are compared; the words of `analytics.effect.proposing`."""

    WINDOWS = "windows", "Counts before and since"
    BETWEEN = "between", "Time between events"
    FROZEN = "frozen", "Monthly chart with the baseline frozen"


class EffectVerdict(models.TextChoices):
    """What may be said of a change; the words of `analytics.effect`."""

    IMPROVED = "improved", "Improved"
    NO_CHANGE = "no_detectable_change", "No detectable change"
    WORSE = "worse", "Worse"
    TOO_FEW = "too_early_or_too_few", "Too early or too few to tell"
