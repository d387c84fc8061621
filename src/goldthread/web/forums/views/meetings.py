"""The page of a meeting before and after it is held, and what is said about it as a whole."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.domain.governance.forums import operations, queries
from goldthread.domain.governance.forums import transitions as moves
from goldthread.domain.governance.forums.terms import Standing, Status
from goldthread.web.components import Change
from goldthread.web.forms import Form
from goldthread.web.forums import presenters
from goldthread.web.forums.finding import meeting_of, meeting_to_run
from goldthread.web.forums.forms import BeginForm, ItemForm, MinutesForm, MoveForm, NotHeldForm
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.words import date, plural

P = Permission
READ = ("GET", "HEAD")


@page(P.MEETING_VIEW, methods=READ)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """The agenda as it would stand now, or what was said and decided."""
    meeting, now = meeting_of(request, pk), timezone.now()
    standing = meeting.standing(now)
    context: dict[str, Any] = {
        "meeting": meeting,
        "title": f"{meeting.forum.name}, {date(meeting.scheduled_at)}",
        "tag_words": standing.label,
        "tone": presenters.TONES[standing],
        "facts": presenters.facts(meeting, now),
        "may_run": queries.may_run(request.user, meeting),
    }
    if meeting.status in (Status.SCHEDULED, Status.NOT_HELD):
        return render(request, "meetings/before.html", context | _before(request, meeting))
    return render(request, "meetings/after.html", context | _after(request, meeting))


def _before(request: SignedIn, meeting: Any) -> dict[str, Any]:
    if meeting.status == Status.NOT_HELD:
        return {"sections": [], "hidden": "", "added": [], "day_has_come": False, "missed": False}
    sections = queries.live(meeting, request.user)
    added = queries.of_meeting(meeting, request.user)
    return {
        "sections": sections,
        "hidden": presenters.hidden(sum(one.hidden for one in sections) + added.hidden),
        "added": presenters.items(added.items, {}),
        "day_has_come": timezone.localdate() >= timezone.localdate(meeting.scheduled_at),
        "missed": meeting.standing() == Standing.MISSED,
    }


def _after(request: SignedIn, meeting: Any) -> dict[str, Any]:
    seen = queries.of_meeting(meeting, request.user)
    made = queries.actions_made(seen.items, request.user)
    return {
        "attendance": presenters.attendance(queries.attendance_of(meeting)),
        "items": presenters.items(seen.items, made),
        "hidden": presenters.hidden(seen.hidden),
        "is_chair": queries.is_chair(meeting.forum, request.user),
    }


@page(P.MEETING_RUN)
def begin(request: SignedIn, pk: int) -> HttpResponse:
    """Begin it, or join it where somebody has; a late one says why first."""
    meeting = meeting_to_run(request, pk)
    if meeting.status == Status.SCHEDULED and meeting.standing() == Standing.MISSED:
        form = BeginForm.of(request)
        if not form.is_valid() or not form.attempt(
            operations.begin, meeting, by=request.user, **form.cleaned_data
        ):
            return _form_page(request, meeting, form, "Hold this meeting late", "Begin now")
        return _under_way(request, form.outcome)
    if request.method != "POST":
        return redirect("meetings:one", pk)
    return _under_way(request, operations.begin(meeting, by=request.user))


def _under_way(request: SignedIn, meeting: Any) -> HttpResponse:
    if meeting.started_by == request.user:
        return done(request, moves.BEGIN.done, "meetings:run", meeting.pk)
    words = f"{meeting.started_by.name} has begun this meeting. You are in the same one."
    return done(request, words, "meetings:run", meeting.pk)


@page(P.MEETING_RUN)
def move(request: SignedIn, pk: int) -> HttpResponse:
    """Hold it at another time."""
    meeting = meeting_to_run(request, pk)
    form = MoveForm.of(request, record=meeting)
    if form.is_valid() and form.attempt(
        operations.move, meeting, form.to, form.cleaned_data["because"], by=request.user
    ):
        return done(request, moves.MOVE.done, "meetings:one", pk)
    return _form_page(request, meeting, form, "Move this meeting", "Move it")


@page(P.MEETING_RUN)
def not_held(request: SignedIn, pk: int) -> HttpResponse:
    """Say why it was not held."""
    meeting = meeting_to_run(request, pk)
    form = NotHeldForm.of(request, record=meeting)
    if form.is_valid() and form.attempt(
        operations.not_held, meeting, form.cleaned_data["because"], by=request.user
    ):
        return done(request, moves.NOT_HELD.done, "meetings:one", pk)
    return _form_page(request, meeting, form, "This meeting was not held", "Record it")


@page(P.MEETING_RUN)
def add_item(request: SignedIn, pk: int) -> HttpResponse:
    """Put something on the agenda."""
    meeting = meeting_to_run(request, pk)
    form = ItemForm.of(request)
    if form.is_valid() and form.attempt(
        operations.add_item, meeting, by=request.user, **form.cleaned_data
    ):
        if meeting.status == Status.UNDER_WAY:
            return done(request, moves.ADD.done, "meetings:item", pk, form.outcome.pk)
        return done(request, moves.ADD.done, "meetings:one", pk)
    return _form_page(request, meeting, form, "Add an item to the agenda", "Add it")


@page(P.MEETING_RUN)
def minutes(request: SignedIn, pk: int) -> HttpResponse:
    """Change the words of the minutes before they are approved."""
    meeting = meeting_to_run(request, pk)
    form = MinutesForm.of(request, record=meeting, initial={"minutes": meeting.minutes})
    if form.is_valid() and form.attempt(
        operations.write_minutes, meeting, form.cleaned_data["minutes"], by=request.user
    ):
        return done(request, moves.WRITE.done, "meetings:one", pk)
    changes = _minutes_now(meeting) if form.changed else []
    return _form_page(request, meeting, form, "Minutes", "Save the minutes", changes)


def _minutes_now(meeting: Any) -> list[Change]:
    return [Change(f"They say now: {meeting.minutes}", "someone who runs this meeting",
                   meeting.held_at)]  # fmt: skip


@page(P.MEETING_RUN, methods=("POST",))
def approve(request: SignedIn, pk: int) -> HttpResponse:
    """Approve the minutes as the chair."""
    operations.approve(meeting_to_run(request, pk), by=request.user)
    return done(request, moves.APPROVE.done, "meetings:one", pk)


@page(P.MEETING_RUN, methods=("POST",))
def report(request: SignedIn, pk: int) -> HttpResponse:
    """Record that the minutes were reported onward."""
    operations.report(meeting_to_run(request, pk), by=request.user)
    return done(request, moves.REPORT.done, "meetings:one", pk)


def _form_page(
    request: SignedIn,
    meeting: Any,
    form: Form,
    title: str,
    button: str,
    changes: list[Change] | None = None,
) -> HttpResponse:
    back = reverse("meetings:one", args=[meeting.pk])
    lead = f"{meeting.forum.name}, {date(meeting.scheduled_at)}"
    if isinstance(form, BeginForm):
        late = (timezone.now() - meeting.scheduled_at).days
        lead = f"{lead}. It is {plural(late, 'day')} late."
    context = {
        "form": form,
        "title": title,
        "button": button,
        "lead": lead,
        "back": back,
        "cancel": back,
        "changes": changes or [],
    }
    return render(request, "layouts/form.html", context)
