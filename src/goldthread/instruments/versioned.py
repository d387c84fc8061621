"""How instruments are kept in versions."""

from __future__ import annotations

from typing import Any

from goldthread import defaults
from goldthread.instruments.models import Instrument, InstrumentVersion
from goldthread.instruments.parsing import parse
from goldthread.instruments.terms import FAULTY_DEFINITION, NO_INSTRUMENT, NOT_A_DRAFT
from goldthread.versions.kinds import Data, Kind


def _checked(data: Data) -> dict[str, Any]:
    parse(data)
    return dict(data)


def _titles(data: Data) -> dict[str, Any]:
    definition = parse(data)
    return {"name": definition.name, "kind": definition.kind}


INSTRUMENTS = Kind(
    noun="instrument",
    label="instrument",
    menu="Instruments",
    model=InstrumentVersion,
    owner_model=Instrument,
    owner="instrument",
    check=_checked,
    titles=_titles,
    shipped=defaults.instruments,
    unknown=NO_INSTRUMENT,
    faulty=FAULTY_DEFINITION,
    published=NOT_A_DRAFT,
)
