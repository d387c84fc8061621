"""Invented values for the component gallery."""

from __future__ import annotations

from django.utils import timezone

from goldthread.web.components import Change, Clock, Fact, Row, Stage, Task, Verdict, link


def examples(path: str) -> dict[str, object]:
    """Invented values for every component; links lead to `path`."""
    return {
        "clocks": [
            Clock("on_time", "in 3 days", "Local policy"),
            Clock("due_soon", "in 3 hours"),
            Clock("overdue", "5 hours late"),
            Clock("breached", "2 days late", "Contract"),
            Clock("met", "21 November 2026 at 14:05"),
            Clock("met_late", "21 November 2026"),
            Clock("stopped", ""),
        ],
        "stages": [
            Stage(
                "Report",
                "done",
                "Reported",
                path,
                "Reported in confidence",
                "19 November 2026 at 09:12",
            ),
            Stage(
                "Triage",
                "done",
                "Triaged",
                path,
                "Dana Whitlock",
                "19 November 2026 at 15:40",
                summary="Interface handover. Structured analysis, because harm was moderate.",
            ),
            Stage(
                "Openness",
                "current",
                "Told in person",
                path,
                "Imran Sadiq",
                "",
                Clock("due_soon", "in 6 hours", "Local policy"),
                missing=("The written follow-up has not been sent.",),
            ),
            Stage(
                "Review",
                "blocked",
                "Returned",
                path,
                "Grace Amadi",
                "",
                Clock("overdue", "2 days late", "Local policy"),
                missing=(
                    "Name at least one system factor.",
                    "Answer the safeguarding lens, or say why it is not relevant.",
                ),
            ),
            Stage("Actions", "waiting", "Not started", missing=("The review must be signed off.",)),
            Stage("Verification", "waiting", "Not started"),
            Stage("Learning", "not_needed", "Not needed"),
        ],
        "tick_sets": [
            (
                Fact(False, "Due 4 December 2026"),
                Fact(True, "12 of 14 reached, team meeting"),
                Verdict("locked", "Opens when both are done"),
            ),
            (
                Fact(True, "Handover template version 3"),
                Fact(True, "14 of 14 reached"),
                Verdict("open", "Implemented, not verified. First sample due in 6 days"),
            ),
            (
                Fact(True, "Handover template version 3"),
                Fact(True, "14 of 14 reached"),
                Verdict("effective", "18 of 20 files met the standard"),
            ),
            (
                Fact(True, "Reminder added"),
                Fact(True, "14 of 14 reached"),
                Verdict("not_effective", "9 of 20 files met the standard. Reopened"),
            ),
        ],
        "tasks_rows": [
            Task(
                "Triage: no one answered the step-up call",
                path,
                "Decide category, tier and the four questions",
                "Riverside crisis team",
                "GT-2026-01482",
                Clock("breached", "3 hours late"),
            ),
            Task(
                "Approve a later date: handover template",
                path,
                "The owner asked for 2 more weeks",
                "North locality",
                "GT-2026-01377",
                Clock("overdue", "1 day late"),
            ),
            Task(
                "Answer the reporter",
                path,
                "They asked what happened next",
                "Riverside crisis team",
                "GT-2026-01490",
                Clock("due_soon", "in 20 hours"),
            ),
        ],
        "card_rows": [
            Row("Category", "Interface handover", path),
            Row("Tier", "Structured analysis", path, "the tier"),
            Row("Unit", "Riverside crisis team"),
        ],
        "columns": [("Reference", "ref"), "What happened", "Unit", ("Days open", "num")],
        "table_rows": [
            [
                link(path, "GT-2026-01482"),
                "No one answered the step-up call",
                "Riverside crisis team",
                "3",
            ],
            [
                link(path, "GT-2026-01377"),
                "Restriction on phone use continued past its review date",
                "Larch House supported living",
                "1,204",
            ],
        ],
        "changes": [
            Change("Changed the tier to structured analysis.", "Dana Whitlock", timezone.now())
        ],
    }
