"""A record with a life, for tests of the engine alone. Its table is made by the tests."""

from __future__ import annotations

from django.db import connection, models

from goldthread.access.models import Unit
from goldthread.access.scope import Scope
from goldthread.access.terms import Permission
from goldthread.workflow.models import Lifecycle
from goldthread.workflow.rules import Facts, Rule
from goldthread.workflow.transitions import Transition


class Errand(Lifecycle):
    """Something to be fetched for a team."""

    unit = models.ForeignKey(Unit, models.DO_NOTHING, db_constraint=False, related_name="+")
    organisation = models.ForeignKey(Unit, models.DO_NOTHING, db_constraint=False, related_name="+")
    thread = models.BigIntegerField(null=True)
    fetched = models.CharField(max_length=50, default="")

    class Meta:
        app_label = "tests_workflow"  # not installed: no other test meets it


def may_view(scope: Scope) -> models.Q:
    return scope.q(Permission.INCIDENT_VIEW)


def _says_what(record: Errand, facts: Facts) -> bool | str:
    return bool(facts.get("what")) or "Say what to fetch."


def _is_light(record: Errand, facts: Facts) -> bool:
    return facts.get("kilos", 0) <= 20


SAYS_WHAT = Rule("TST-01", "It says what to fetch", "No.", "what", _says_what)
IS_LIGHT = Rule("TST-02", "One person can carry it", "Ask two people.", "kilos", _is_light)
ASK = Transition("errand.ask", frozenset(), "asked", "Ask", "Asked.", may_view)
FETCH = Transition(
    "errand.fetch",
    frozenset({"asked"}),
    "fetched",
    "Fetch",
    "Fetched.",
    may_view,
    (SAYS_WHAT, IS_LIGHT),
)
NOTE = Transition("errand.note", frozenset({"asked"}), "", "Note", "Noted.", may_view)


def make_table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Errand)


def drop_table() -> None:
    with connection.schema_editor() as editor:
        editor.delete_model(Errand)
