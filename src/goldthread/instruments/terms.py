"""Codes of instruments."""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    FILE_AUDIT = "file_audit", "File audit"
    CARE_PLAN_CHECK = "care_plan_check", "Care-plan check"
    OBSERVATION = "observation", "Observation"
    COMPETENCY = "competency", "Competency check"
    RECALL = "recall", "Recall check"
    VIGNETTE = "vignette", "Supervision vignette"


# Questions without which a record of the kind would not say what it must.
NEEDED_QUESTIONS: dict[str, tuple[str, ...]] = {
    Kind.OBSERVATION: ("who", "setting"),
    Kind.COMPETENCY: ("assessor", "result"),
}

NO_INSTRUMENT = "INS-01"
ANSWERS_NEEDED = "INS-02"
SECOND_READER = "INS-03"
SAME_CASE = "INS-04"
FAULTY_DEFINITION = "INS-05"
NOT_A_DRAFT = "INS-06"
CORRECTION = "INS-07"
