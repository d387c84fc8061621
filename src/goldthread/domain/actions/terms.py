"""Codes and labels of actions."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    COMPLETE = "complete", "Complete, not verified"
    VERIFIED = "verified", "Verified"
    NOT_EFFECTIVE = "not_effective", "Not effective"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN_STATUSES = (Status.PROPOSED, Status.AGREED)
"""Statuses in which someone still has work to do on the action itself."""

DONE_STATUSES = (Status.COMPLETE, Status.VERIFIED)
"""Implemented and communicated; only the second is proved."""

WITH_EVIDENCE = (Status.AGREED, Status.COMPLETE)
"""Statuses in which evidence can be added."""


class Strength(models.TextChoices):
    """The hierarchy of effectiveness (domain.md section 2); labels and help in defaults."""

    WEAK = "weak", "Weak"
    MEDIUM = "medium", "Medium"
    STRONG = "strong", "Strong"


class Route(models.TextChoices):
    """How a change gets into daily work (row 41); help and fitting evidence in defaults."""

    SUPERVISION = "supervision", "Supervision"
    COMPETENCY_CHECK = "competency_check", "Competency check"
    TEMPLATE = "template", "Template"
    TRAINING = "training", "Training"
    PROCESS = "process", "Process change"
    PATHWAY = "pathway", "Pathway"
    INTERFACE = "interface", "Interface with partners"


class Kind(models.TextChoices):
    OWN = "own", "A change in our own service"
    INTERFACE = "interface", "A change agreed with a partner agency"


class Way(models.TextChoices):
    """How people were told (row 43)."""

    TEAM_MEETING = "team_meeting", "Team meeting"
    SUPERVISION = "supervision", "Supervision"
    HUDDLE = "huddle", "Huddle"
    BULLETIN = "bulletin", "Bulletin with acknowledgement"
    TRAINING = "training", "Training session"
    LETTER = "letter", "Letter"
    ONE_TO_ONE = "one_to_one", "One to one"


class Method(models.TextChoices):
    """How it will be verified; the verification app works each of them."""

    RE_AUDIT = "re_audit", "Re-audit with the baseline’s instrument"
    FILE_SAMPLE = "file_sample", "File sample"
    OBSERVATION = "observation", "Direct observation"
    TREND = "trend", "Trend over time"


class Decision(models.TextChoices):
    """What became of a request for a later date."""

    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    LAPSED = "lapsed", "No longer needed"
