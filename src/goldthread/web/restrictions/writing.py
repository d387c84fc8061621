"""Proposing a restriction, beginning one at once, and completing its record."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.domain.registers.restrictions import operations
from goldthread.domain.registers.restrictions import transitions as moves
from goldthread.domain.registers.safeguarding.queries import actions_visible_to
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.people.finding import person_meant
from goldthread.web.restrictions.finding import led_to_it, restriction_of
from goldthread.web.restrictions.forms import NUMBERS, SECTIONS, RecordForm, UrgentForm
from goldthread.web.restrictions.presenters import address

TEXTS = (
    "words", "trigger", "rationale", "rights", "safety", "proportionality", "legal_basis",
    "legal_reference", "capacity", "capacity_record", "involvement", "view", "family",
    "review_on", "ends_on", "exit_criteria", "scale",
)  # fmt: skip
MOST_ACTIONS = 200


@page(Permission.RESTRICTION_KEEP)
def propose(request: SignedIn) -> HttpResponse:
    """The whole record, on one page; everything missing is named at once."""
    today = timezone.localdate()
    initial = {name: request.GET.get(name, "") for name in ("person", "complaint", "incident")}
    form = _record_form(request, initial={**initial, "started_on": today})
    if request.method == "POST" and form.is_valid():
        person = _person(request, form)
        incident, complaint = led_to_it(request, form)
        if not form.errors and form.attempt(
            operations.propose,
            person,
            form.record_with(incident, complaint),
            started_on=form.cleaned_data["started_on"] or today,
            by=request.user,
        ):
            return done(request, moves.PROPOSE.done, address(form.outcome))
    back = reverse("restrictions:list")
    return _page(request, form, "Propose a restriction", "Propose", back, SECTIONS)


@page(Permission.RESTRICTION_KEEP)
def urgent(request: SignedIn) -> HttpResponse:
    """Begin at once, with a reason and a legal basis."""
    today = timezone.localdate()
    initial = {"person": request.GET.get("person", ""), "started_on": today}
    form = UrgentForm.of(request, initial=initial)
    if request.method == "POST" and form.is_valid():
        person = _person(request, form)
        if not form.errors and form.attempt(
            operations.begin_at_once,
            person,
            form.begun,
            form.cleaned_data["urgent_because"],
            started_on=form.cleaned_data["started_on"] or today,
            by=request.user,
        ):
            return done(request, moves.BEGIN_AT_ONCE.done, address(form.outcome))
    lead = (
        "For danger now. The whole record is owed within 24 hours, and someone else authorises "
        "it. It is no way round the record: until then it shows as not authorised."
    )
    back = reverse("restrictions:list")
    context = {"title": "Begin a restriction at once", "form": form, "button": "Begin now"}
    context |= {"lead": lead, "back": back, "cancel": back}
    return render(request, "layouts/form.html", context)


@page(Permission.RESTRICTION_KEEP)
def complete(request: SignedIn, pk: int) -> HttpResponse:
    """Complete or change the record before it is authorised."""
    restriction = restriction_of(request, pk)
    form = _record_form(request, initial=_initial(restriction), record=restriction)
    for name in ("person", "started_on"):
        del form.fields[name]
    if request.method == "POST" and form.is_valid():
        incident, complaint = led_to_it(request, form)
        if not form.errors and form.attempt(
            operations.complete,
            restriction,
            form.record_with(incident, complaint),
            by=request.user,
        ):
            return done(request, moves.COMPLETE.done, address(restriction))
    title = f"Complete the record of {restriction.reference}"
    return _page(request, form, title, "Save", address(restriction), SECTIONS)


def _record_form(request: SignedIn, **options: Any) -> RecordForm:
    actions = actions_visible_to(request.user).order_by("-pk")[:MOST_ACTIONS]
    return RecordForm.of(request, actions=actions, **options)


def _person(request: SignedIn, form: Any) -> Any:
    """The person the form names; otherwise an error at the field."""
    person, problem = person_meant(request, form.cleaned_data["person"])
    if problem:
        form.add_error("person", problem)
    return person


def _initial(restriction: Any) -> dict[str, Any]:
    """What the record says already."""
    one = restriction
    said = {name: getattr(one, name) for name in TEXTS}
    said["domains"] = [domain.value for domain in one.domain_list]
    said["safeguarding_action"] = str(one.safeguarding_action_id or "")
    said["incident"] = one.incident.reference if one.incident else ""
    said["complaint"] = one.complaint.reference if one.complaint else ""
    for number, other in zip(NUMBERS, one.alternatives.all(), strict=False):
        said["alternatives" if number == 1 else f"other_{number}"] = other.what
        said[f"why_{number}"], said[f"tried_{number}"] = other.why_not, other.tried
    return said


def _page(
    request: SignedIn,
    form: Any,
    title: str,
    button: str,
    back: str,
    sections: tuple[tuple[str, str, tuple[str, ...]], ...],
) -> HttpResponse:
    shown = [
        (heading, lead, [name for name in names if name in form.fields])
        for heading, lead, names in sections
    ]
    context = {"title": title, "form": form, "button": button, "sections": shown}
    return render(request, "restrictions/record.html", {**context, "back": back, "cancel": back})
