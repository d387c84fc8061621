"""Letter templates that an organisation words itself."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.candour import operations, queries
from goldthread.domain.candour.terms import MERGE_FIELDS
from goldthread.web.candour.forms import TemplateForm
from goldthread.web.components import link
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.words import date


@page(Permission.SETTINGS_MANAGE)
def index(request: SignedIn) -> HttpResponse:
    """The templates of the organisation."""
    rows = []
    for template in queries.templates_of(organisation_of(request)):
        version = queries.newest_version(template)
        address = reverse("candour:template", args=[template.code])
        saved = f"Version {version.number}, {date(version.saved_at)}"
        rows.append([link(address, template.name), template.get_step_display(), saved])
    return render(request, "candour/templates.html", {"rows": rows})


@page(Permission.SETTINGS_MANAGE)
def edit(request: SignedIn, code: str) -> HttpResponse:
    """Give a template a new wording; letters already written keep theirs."""
    organisation = organisation_of(request)
    template = queries.template_of(organisation.pk, code)
    if template is None:
        raise Http404
    version = queries.newest_version(template)
    initial = {
        "name": template.name,
        "step": template.step,
        "subject": version.subject,
        "body": version.body,
    }
    form = TemplateForm.of(request, initial=initial)
    if form.is_valid() and form.attempt(
        operations.save_template,
        organisation,
        code,
        source=template.source,
        by=request.user,
        **form.cleaned_data,
    ):
        message = "The new wording is used from now on. Letters already written keep theirs."
        return done(request, message, "candour:templates")
    context = {"template": template, "form": form, "fields": sorted(MERGE_FIELDS.items())}
    return render(request, "candour/edit_template.html", context)
