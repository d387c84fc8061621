"""Codes of feedback to reporters."""

from __future__ import annotations

FINAL = "final_answer_to_reporter"
LABEL = "Last answer to the reporter: what changed"
ANSWERABLE_ROUTES = ("signed_in", "confidential", "anonymous", "person_or_family")
