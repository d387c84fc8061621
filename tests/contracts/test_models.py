"""Every kind of record is in the table of `models.py`, and the table is true."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.db.models import Model

from goldthread.workflow.models import Lifecycle
from tests.contracts.models import CHANGES, INCIDENT, MODELS, UNIT

OURS: dict[str, type[Model]] = {
    model._meta.label: model
    for model in apps.get_models()
    if model.__module__.startswith("goldthread.")
}


def test_every_model_is_in_the_table() -> None:
    assert sorted(set(OURS) ^ set(MODELS)) == [], "say in tests/contracts/models.py what it is"


def test_every_row_says_how_its_records_change() -> None:
    assert {kind.changes for kind in MODELS.values()} == CHANGES


def test_what_moves_is_what_has_a_life_cycle() -> None:
    moving = {label for label, kind in MODELS.items() if kind.changes == "moves"}
    assert moving == {label for label, model in OURS.items() if issubclass(model, Lifecycle)}


@pytest.mark.parametrize("label", sorted(MODELS))
def test_what_makes_a_record_exists(label: str) -> None:
    module, _, name = MODELS[label].made.rpartition(".")
    assert callable(getattr(importlib.import_module(module), name))


def test_what_is_filtered_by_its_incident_leads_to_one() -> None:
    lost = [label for label, kind in MODELS.items() if kind.seen == INCIDENT and not _leads(label)]
    assert lost == []


def test_what_is_filtered_by_its_unit_has_one() -> None:
    for label, kind in MODELS.items():
        if kind.seen == UNIT:
            names = {field.name for field in OURS[label]._meta.get_fields()}
            assert {"unit", "organisation"} <= names, label


def _leads(label: str, depth: int = 3) -> bool:
    """Whether foreign keys lead from the model to an incident within `depth` steps."""
    related = [
        field.related_model._meta.label
        for field in OURS[label]._meta.fields
        if field.is_relation and isinstance(field.related_model, type)
    ]
    if "incidents.Incident" in related:
        return True
    return depth > 1 and any(_leads(one, depth - 1) for one in related if one in OURS)
