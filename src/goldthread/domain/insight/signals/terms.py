"""Codes and labels of signals."""

from __future__ import annotations

from django.db import models

from goldthread.domain.actions.terms import Status as ActionStatus
from goldthread.domain.reviews.terms import Status as ReviewStatus


class Kind(models.TextChoices):
    REPEAT = "repeat", "Repeat after an action"
    RELAPSE = "relapse", "Relapse"
    CLUSTER = "cluster", "Cluster"
    EARLY_SIGNAL = "early_signal", "Early signal"
    SILENT_TEAM = "silent_team", "Silent team"
    SPECIAL_CAUSE = "special_cause", "Special cause"


MEANING = {
    Kind.REPEAT: "The same theme or person again after an action was completed.",
    Kind.RELAPSE: "A change that had worked did not last.",
    Kind.CLUSTER: "More incidents with one theme in one place than chance explains.",
    Kind.EARLY_SIGNAL: "More concerns and near misses with one theme than chance explains.",
    Kind.SILENT_TEAM: "A team reports much less than it used to.",
    Kind.SPECIAL_CAUSE: "A measure moved beyond its usual variation.",
}


class Status(models.TextChoices):
    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    DISMISSED = "dismissed", "Dismissed"


class Way(models.TextChoices):
    """What follows when a signal is accepted."""

    NEW_REVIEW = "new_review", "Open a thematic review"
    JOIN_REVIEW = "join_review", "Join a thematic review that is under way"
    REOPEN = "reopen", "Find the action not effective and reopen it"
    STRONGER = "stronger", "Find the action not effective and agree a stronger one"
    FOLLOW_UP = "follow_up", "Follow it up another way"


OF_ACTIONS = (Way.REOPEN, Way.STRONGER)
ANSWERABLE = (ActionStatus.COMPLETE, ActionStatus.VERIFIED, ActionStatus.NOT_EFFECTIVE)
"""Statuses of an action in which a signal on it may take it up again."""
TAKES_MORE = (ReviewStatus.PLANNED, ReviewStatus.UNDER_WAY)
"""Statuses of a thematic review that still takes incidents."""

# Whose My work a signal stands on: repeats and relapses are answered for by governance.
LOOKS = {
    Kind.REPEAT: "governance_lead",
    Kind.RELAPSE: "governance_lead",
    Kind.SPECIAL_CAUSE: "governance_lead",
    Kind.CLUSTER: "triage_lead",
    Kind.EARLY_SIGNAL: "triage_lead",
    Kind.SILENT_TEAM: "triage_lead",
}
CLOCK = "signal_review"

FALSE_SHARE = 0.05
"""Of the signals of one kind raised in the long run, the largest share that chance may raise."""

HISTORY_WEEKS = 117
"""Two years and the longest window: what the nightly run looks at."""
WINDOWS = (1, 2, 3, 4, 6, 8, 13)
SILENT_WINDOWS = (2, 3, 4, 6, 8, 13)
FEWEST_WEEKS = 26
"""A team or theme is scanned when it has at least so many weeks of history."""
POINT_WEEKS = 4
"""A point of a tracked measure is four weeks, so that its charts have enough in each."""
WATCHED_MONTHS = 25
"""Two years and the newest month: what is looked at of a measure."""
WATCHED_BY_WEEK = "reports"
"""The measure that is watched every four weeks instead, by team."""
LEAST_INFORMATION = 4.0
"""Events a month, or the variance of a share's count, below which charts of months mislead."""
FEWEST_A_MONTH = 5
REPEAT_DAYS = 365
"""For how long after its completion an action is watched for repeats."""
