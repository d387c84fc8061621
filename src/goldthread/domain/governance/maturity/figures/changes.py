"""Service improvement rather than blame, from the actions themselves (row 110)."""

from goldthread.domain.governance.maturity.registry import register
from goldthread.domain.governance.maturity.terms import Figure

BEGIN = (
    "Grade the strength of each action when it is agreed. Actions that change the system, and not "
    "only remind people, count here."
)

register(
    Figure(
        marker="system",
        code="system_level",
        label="Actions that change the system",
        of="actions recorded and graded",
        measure="system_actions",
        href="/measures/system_actions/",
        begin=BEGIN,
        begin_href="/actions/",
        limits="Graded by those who agreed the action. Whether it worked is another question.",
    )
)
register(
    Figure(
        marker="system",
        code="shown_to_work",
        label="Actions shown to work by someone who does not own them",
        of="actions recorded",
        measure="actions_verified",
        href="/measures/actions_verified/",
        begin="Verify actions after they are complete: someone else checks that practice changed.",
        begin_href="/verification/",
        limits="Recent actions have had little time to be verified, so the newest quarters are low.",
    )
)
