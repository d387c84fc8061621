"""What a page of measures is asked for: whose, about what, and for how long."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils import timezone

from goldthread.domain.insight.measures import queries
from goldthread.domain.insight.measures.queries import Names, Reader, Slice
from goldthread.domain.insight.measures.terms import (
    MONTHS_SHOWN,
    Dimension,
    months_back,
    quarters_back,
)
from goldthread.web.measures.forms import SliceForm
from goldthread.web.pages import SignedIn

YEAR_OF_QUARTERS = 4
NARROWED = (Dimension.THEME.value, Dimension.PATHWAY.value)


@dataclass(frozen=True)
class Asked:
    """The slice a page is about, how it is named, and the form that narrows it."""

    reader: Reader
    which: Slice
    months: int
    form: SliceForm
    about: str = ""
    names: Names = field(default_factory=dict)

    @property
    def where(self) -> str:
        """`Alder Team, Handovers`."""
        return ", ".join(part for part in (self.reader.unit.name, self.about) if part)

    @property
    def narrowed(self) -> int:
        """How many filters were chosen, rather than left as they come."""
        home = self.reader.units[0].pk == self.reader.unit.pk
        return (not home) + bool(self.about) + (self.months != MONTHS_SHOWN)

    @property
    def query(self) -> dict[str, str]:
        """The part of the address that asks for the same again."""
        asked = {"unit": str(self.reader.unit.pk), "months": str(self.months)}
        if self.which.dimension:
            asked["about"] = f"{self.which.dimension}-{self.which.value}"
        return {} if self.reader.outside else asked

    def link(self, address: str, **changed: str) -> str:
        """An address that asks for the same, with some of it changed."""
        query = self.query | changed
        return f"{address}?{urlencode(query)}" if query else address

    @property
    def period(self) -> list[dt.date]:
        """The whole months looked at: those chosen, or the last four quarters for outsiders."""
        today = timezone.localdate()
        if self.reader.outside:
            return [m for quarter in quarters_back(YEAR_OF_QUARTERS, today) for m in quarter]
        return months_back(self.months, today)


def asked(request: SignedIn) -> Asked:
    """What the address asks for, within what the person may see. 404 where that is nothing."""
    reader = reader_or_404(request)
    labels = {} if reader.outside else {one: queries.labels(reader.unit, one) for one in NARROWED}
    names = _about(labels)
    units = [
        (str(unit.pk), "\u2003" * (unit.path.count("/") - 2) + unit.name) for unit in reader.units
    ]
    given = request.GET.copy()
    given.setdefault("unit", str(reader.unit.pk))
    given.setdefault("months", str(MONTHS_SHOWN))
    form = SliceForm(given, request=request, units=units, about=list(names.items()))
    form.is_valid()
    chosen = str(form.given.get("about", ""))
    dimension, _, value = chosen.partition("-")
    which = Slice(reader.unit, dimension, value) if chosen in names else Slice(reader.unit)
    months = int(form.given.get("months", MONTHS_SHOWN))
    return Asked(reader, which, months, form, names.get(chosen, "").strip(), labels)


def reader_or_404(request: HttpRequest) -> Reader:
    """The person as a reader of measures."""
    reader = queries.reader_of(request.user, request.GET.get("unit", ""))  # type: ignore[arg-type]
    if reader is None:
        raise Http404
    return reader


def _about(labels: Names) -> dict[str, str]:
    """Themes and pathways to choose from: `theme-12` → its name."""
    return {
        f"{dimension}-{value}": f"{Dimension(dimension).label}: {name}"
        for dimension, names in labels.items()
        for value, name in names.items()
    }
