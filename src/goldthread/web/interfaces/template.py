"""The organisation's template of agreements, the rule for sustained problems, and the letter."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.registers.interfaces import operations, queries
from goldthread.domain.registers.interfaces.definition import NUMBERS, Definition
from goldthread.web.interfaces.forms import TemplateForm, line_of
from goldthread.web.pages import SignedIn, done, organisation_of, page, render


@page(Permission.SAFEGUARDING_MANAGE)
def change(request: SignedIn) -> HttpResponse:
    """Change the template: each change is a version; agreements made before keep theirs."""
    organisation = organisation_of(request)
    now, version = queries.template_of(organisation.pk), queries.version_in_use(organisation.pk)
    number = version.number if version else 1
    form = TemplateForm.of(request, initial=_initial(now))
    if form.is_valid():
        said = form.cleaned_data
        seen = request.POST.get("seen", "")
        if form.attempt(
            operations.change_template,
            organisation,
            form.rows,
            escalation=said["escalation"],
            sustained=form.sustained,
            letter={"subject": said["subject"], "body": said["body"].replace("\r\n", "\n")},
            note=said["note"],
            seen=int(seen) if seen.isdecimal() else 0,
            by=request.user,
        ):
            return done(request, "The new version is in use.", "interfaces:list")
    back = reverse("interfaces:list")
    context = {"form": form, "number": number, "source": now.sustained.source, "back": back}
    return render(request, "interfaces/template.html", context)


def _initial(now: Definition) -> dict[str, object]:
    numbers = {name: getattr(now.sustained, name) for name in (*NUMBERS, "source")}
    return numbers | {
        "tasks": "\n".join(line_of(task) for task in now.tasks),
        "escalation": now.escalation,
        "subject": now.letter_subject,
        "body": now.letter_body,
    }
