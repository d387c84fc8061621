"""The report that works without signal: its page, its service worker and where its queue arrives."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse

from goldthread import __version__
from goldthread.access.scope import scope_of
from goldthread.access.sealed import blind_index
from goldthread.access.terms import Permission
from goldthread.domain.incidents import operations
from goldthread.domain.incidents.terms import Route
from goldthread.web.pages import page, render
from goldthread.web.report import steps
from goldthread.web.report.answers import Answers, Typed, fresh
from goldthread.web.report.channels import OWN
from goldthread.web.report.composing import report_of
from goldthread.web.report.files import kept_of
from goldthread.web.report.forms import check
from goldthread.web.report.offline_form import OfflineForm
from goldthread.workflow.refusals import Refused

KEY = re.compile(r"^[0-9a-f-]{36}$")
ALERT_WORDS = 4000
ASKED = {"safe", "kind", "what", "when", "where"}  # what even the shortest report answers
# Everything the offline page loads; kept by the service worker.
FILES = (
    "vendor/nhsuk-frontend/nhsuk-frontend.min.css",
    "vendor/nhsuk-frontend/nhsuk-frontend.min.js",
    "vendor/idb/umd.js",
    "css/goldthread.css",
    "css/print.css",
    "img/thread.svg",
    "js/supported.js",
    "js/page.js",
    "js/reveal.js",
    "js/sign_out.js",
    "js/report/queue.js",
    "js/report/offline.js",
    "js/verification/runner.js",
)
SCRIPTS = ("vendor/idb/umd.js", "js/report/queue.js", "js/report/worker.js")


@page(public=True, methods=("GET", "HEAD"))
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it may serve every page."""
    shell = {
        "page": reverse("report:offline"),
        "files": [static(name) for name in FILES],
    }
    page_now = _page(request).content
    shell["version"] = hashlib.sha256(page_now + f"{__version__}{shell}".encode()).hexdigest()[:16]
    scripts = ", ".join(json.dumps(static(name)) for name in SCRIPTS)
    body = f"self.GOLDTHREAD_SHELL = {json.dumps(shell)};\nimportScripts({scripts});\n"
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return HttpResponse(body, content_type="text/javascript", headers=headers)


@page(public=True, methods=("GET", "HEAD"))
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put reporting on its home screen."""
    icon = {"src": static("img/thread.svg"), "sizes": "any", "type": "image/svg+xml"}
    facts = {
        "name": "Goldthread: report",
        "short_name": "Report",
        "start_url": reverse("report:start"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f0f4f5",
        "theme_color": "#003087",
        "icons": [icon],
    }
    return JsonResponse(facts, content_type="application/manifest+json")


@page(public=True, methods=("GET", "HEAD"))
def offline(request: HttpRequest) -> HttpResponse:
    """One page with the whole short form. The same for everyone, for it is kept on devices."""
    return _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    return render(request, "report/offline.html", {"form": OfflineForm()})


@page(public=True, methods=("GET",))
def session(request: HttpRequest) -> JsonResponse:
    """Who writes on this device, as a key nobody can read, and what the form needs to know."""
    if not _may_report(request):
        back = f"{reverse('account_login')}?next={reverse('report:offline')}"
        return JsonResponse({"signed_in": False, "sign_in": back})
    answers = fresh(request, OWN)
    held = answers.held if answers else {}
    return JsonResponse(
        {
            "signed_in": True,
            "owner": owner_key(request.user),
            "csrf": get_token(request),
            "teams": held.get("teams", []),
            "unit": held.get("unit"),
        }
    )


@page(public=True, methods=("POST",))
def receive(request: HttpRequest) -> JsonResponse:
    """Take a report from a device's queue, once for each key.

    401 signed out, 409 written by someone else, 422 with sentences: the device keeps the report.
    """
    if not _may_report(request):
        return JsonResponse({"problems": ["Sign in to send it."]}, status=401)
    if request.POST.get("owner") != owner_key(request.user):
        return JsonResponse({"problems": ["Someone else wrote this report."]}, status=409)
    answers = fresh(request, OWN)
    key = request.POST.get("key", "")
    if answers is None or not KEY.match(key):
        return JsonResponse({"problems": ["The report has no key. Write it again."]}, status=422)
    _take(request, answers)
    problems = _problems(answers)
    if problems:
        return JsonResponse({"problems": problems}, status=422)
    kept, left_out = kept_of(request.FILES.getlist("files"))
    report = replace(report_of(answers, request.user), files=tuple(kept))
    if answers.first("safe", "unsafe") == "yes":
        report = replace(report, unsafe_now=True, unsafe_what=report.narrative[:ALERT_WORDS])
    return _received(replace(report, idempotency_key=f"device:{key}"), left_out)


def _received(report: Any, left_out: list[Any]) -> JsonResponse:
    try:
        reported = operations.report_incident(report)
    except Refused as refused:
        sentences = [refusal.sentence for refusal in refused.refusals]
        return JsonResponse({"problems": sentences}, status=422)
    said = {
        "reference": reported.incident.reference,
        "again": reported.again,
        "left_out": [refusal.sentence for refusal in left_out],
    }
    return JsonResponse(said)


def owner_key(user: Any) -> str:
    """Binds a queue to a person without saying who: a keyed hash of their number."""
    return blind_index(f"report queue of {user.pk}")


def _may_report(request: HttpRequest) -> bool:
    return scope_of(request.user).holds(Permission.INCIDENT_REPORT)


def _take(request: HttpRequest, answers: Answers) -> None:
    """Lay the one long form out over the pages it stands for."""
    posted = dict(request.POST.lists())
    confidential = request.POST.get("route") == Route.CONFIDENTIAL
    answers.held["route"] = Route.CONFIDENTIAL if confidential else Route.SIGNED_IN
    for step in steps.STEPS:
        typed = _of(step, posted)
        if step.name in ASKED or any(any(values) for values in typed.values()):
            answers.steps[step.name] = typed
    if steps.affects_people(answers):
        answers.people.append(_of(steps.PERSON, posted))


def _of(step: steps.Step, posted: dict[str, list[str]]) -> Typed:
    names = step.form.base_fields
    return {
        name: values
        for name, values in posted.items()
        if name in names or name.rsplit("-", 1)[0] in names
    }


def _problems(answers: Answers) -> list[str]:
    found = [*steps.checked(answers).values()]
    found += [check(steps.PERSON.form, answers, person) for person in answers.people]
    return [str(error) for form in found for errors in form.errors.values() for error in errors]
