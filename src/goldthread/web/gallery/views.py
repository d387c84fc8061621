"""The component gallery: how each looks in each of its states."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from goldthread.web import charts, forms
from goldthread.web.gallery.examples import examples
from goldthread.web.gallery.pictures import PICTURES
from goldthread.web.pages import page, render


class EveryField(forms.Form):
    """One of each field."""

    title = forms.TextField("Short title", hint="A few words", max_length=60)
    narrative = forms.LongTextField("What happened?", hint="In order, and only what you know",
                                    max_length=500, size="m")  # fmt: skip
    occurred_on = forms.DateField("Day it happened", past=True, hint="For example, 27 3 2026",
                                  after=dt.date(2015, 4, 1), after_words="the service began")  # fmt: skip
    occurred_at = forms.TimeField("Time it happened", optional=True)
    precision = forms.PrecisionField(
        [("exact", "To the minute"), ("about", "About then"), ("unknown", "I do not know")]
    )
    unsafe = forms.YesNoField("Is anyone unsafe now?", size="m")
    partner = forms.ChoiceField(
        "Does a partner agency need to know?",
        [("yes", "Yes"), ("no", "No")],
        reveals={"yes": ["agency"], "no": ["reason"]},
    )
    agency = forms.TextField("Which one?", optional=True, width=20)
    reason = forms.TextField("Why not?", optional=True, width=30)
    category = forms.SelectField("Category", [("handover", "Handover"), ("plan", "Care plan")])
    themes = forms.ChecksField(
        "Themes", [("t1", "Escalation thresholds"), ("t2", "Interface handovers")], optional=True,
        hints={"t1": "When to step up, and to whom"},
    )  # fmt: skip
    reached = forms.NumberField("People reached", max_value=500, suffix="of 14")
    photo = forms.FilesField("Photographs", optional=True, accept="image/*")
    sure = forms.CheckField("I have checked that no names are in the text")


@page(signed_in=True)
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component; sending the form shows its errors."""
    form = EveryField.of(request)
    form.is_valid()
    pictures = [
        charts.shown(request, make(), charts.address_of("design_picture", name))
        for name, make in PICTURES.items()
    ]
    shown = {"form": form, "charts": pictures, **examples(request.path)}
    return render(request, "gallery/gallery.html", shown)


@page(signed_in=True, methods=("GET", "HEAD"))
def picture(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """One of the invented pictures."""
    if name not in PICTURES:
        raise Http404
    return charts.respond(request, form, PICTURES[name])
