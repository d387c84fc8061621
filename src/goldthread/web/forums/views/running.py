"""The meeting runner: items on one side, the one at hand on the other, who is there on top."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.actions.queries import possible_owners
from goldthread.domain.governance.forums import operations, queries
from goldthread.domain.governance.forums import transitions as moves
from goldthread.domain.governance.forums.terms import Status
from goldthread.web.forums import presenters
from goldthread.web.forums.finding import meeting_to_run
from goldthread.web.forums.forms import AttendanceForm, CarryForm, EndForm, RecordForm
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.words import plural

P = Permission.MEETING_RUN


def running(request: SignedIn, pk: int) -> Any:
    """The meeting that is under way, or None where it has ended meanwhile."""
    meeting = meeting_to_run(request, pk)
    return meeting if meeting.status == Status.UNDER_WAY else None


@page(P, methods=("GET", "HEAD"))
def run(request: SignedIn, pk: int) -> HttpResponse:
    """To the first item without an outcome, else to the last."""
    meeting = running(request, pk)
    if meeting is None:
        return redirect("meetings:one", pk)
    items = queries.of_meeting(meeting, request.user).items
    left = [item for item in items if not item.outcome] or items[-1:]
    if left:
        return redirect("meetings:item", pk, left[0].pk)
    return _page(request, meeting, None, items)


@page(P)
def item(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """One item with its decision; saving goes on to the next."""
    meeting = running(request, pk)
    if meeting is None:
        return redirect("meetings:one", pk)
    seen = queries.of_meeting(meeting, request.user)
    here = next((one for one in seen.items if one.pk == number), None)
    if here is None:
        raise Http404
    owners = possible_owners(meeting.organisation_id)
    form = RecordForm.of(request, record=here, item=here, owners=owners)
    if form.is_valid() and form.attempt(
        operations.record, here, form.said, by=request.user, version=here.version
    ):
        return _onward(request, meeting, seen.items, here)
    if form.changed:  # show what they wrote, not what was read before
        here = queries.one_item(meeting, request.user, number) or here
        form.record = here
    return _page(request, meeting, here, seen.items, form, presenters.hidden(seen.hidden))


def _onward(request: SignedIn, meeting: Any, items: list[Any], here: Any) -> HttpResponse:
    """To the next item, the one before, one by its number, or the same again."""
    go, place = request.POST.get("go", "next"), items.index(here)
    named = {str(one.pk): one for one in items}
    if go in named:
        target = named[go]
    elif go == "previous":
        target = items[max(place - 1, 0)]
    elif go == "stay" or place + 1 == len(items):
        target = here
    else:
        target = items[place + 1]
    return done(request, moves.RECORD.done, f"{_address(meeting, target)}#item")


def _address(meeting: Any, item: Any) -> str:
    return reverse("meetings:item", args=[meeting.pk, item.pk])


def _page(
    request: SignedIn,
    meeting: Any,
    here: Any,
    items: list[Any],
    form: RecordForm | None = None,
    hidden: str = "",
) -> HttpResponse:
    place = next((n for n, one in enumerate(items) if here and one.pk == here.pk), 0)
    made = queries.actions_made([here], request.user).get(here.pk, []) if here else []
    context = {
        "meeting": meeting,
        "stops": presenters.stops(meeting, items, here.pk if here else 0),
        "item": presenters.item_shown(here, made) if here else None,
        "position": f"Item {place + 1} of {len(items)}" if here else "",
        "previous": f"{_address(meeting, items[place - 1])}#item" if here and place else "",
        "following": f"{_address(meeting, items[place + 1])}#item"
        if here and place + 1 < len(items)
        else "",
        "changes": presenters.changes(here) if form is not None and form.changed else [],
        "left": sum(not one.outcome for one in items),
        "hidden": hidden,
        "who": _who(meeting),
        "people": _attendance_form(request, meeting, bound=False),
    }
    if form is not None:
        context["form"] = form
    return render(request, "meetings/runner.html", context)


def _who(meeting: Any) -> str:
    rows = list(queries.attendance_of(meeting))
    present = sum(row.attending == "present" for row in rows)
    expected = len(queries.expected(meeting.forum))
    people = plural(present, "person", "people")
    return f"{people} present, {expected} expected, quorum {meeting.forum.quorum}"


def _attendance_form(request: SignedIn, meeting: Any, *, bound: bool) -> AttendanceForm:
    rows = list(queries.attendance_of(meeting))
    marked = {row.user_id: row.attending for row in rows if row.user_id}
    others = [row.user for row in rows if row.user is not None]
    people = {one.pk: one for one in [*queries.expected(meeting.forum), *others]}.values()
    values: dict[str, Any] = {"people": people, "marked": marked}
    if bound:
        return AttendanceForm.of(request, **values)
    return AttendanceForm(request=request, **values)


@page(P)
def attendance(request: SignedIn, pk: int) -> HttpResponse:
    """Mark who is there."""
    meeting = running(request, pk)
    if meeting is None:
        return redirect("meetings:one", pk)
    form = _attendance_form(request, meeting, bound=True)
    if form.is_valid() and _mark(form, meeting, request):
        return done(request, moves.MARK.done, _back(request, meeting))
    back = reverse("meetings:run", args=[pk])
    context = {"form": form, "title": "Who is here?", "button": "Save who is here",
               "back": back, "cancel": back}  # fmt: skip
    return render(request, "layouts/form.html", context)


def _mark(form: AttendanceForm, meeting: Any, request: SignedIn) -> bool:
    if form.answers and not form.attempt(operations.mark, meeting, form.answers, by=request.user):
        return False
    guest = form.cleaned_data["guest"].strip()
    return not guest or form.attempt(operations.mark_guest, meeting, guest, by=request.user)


def _back(request: SignedIn, meeting: Any) -> str:
    """To the item the person was on."""
    number = request.POST.get("item", "")
    if number.isdecimal():
        return reverse("meetings:item", args=[meeting.pk, int(number)])
    return reverse("meetings:run", args=[meeting.pk])


@page(P)
def carry_over(request: SignedIn, pk: int) -> HttpResponse:
    """Carry over what is left, with one reason."""
    meeting = running(request, pk)
    if meeting is None:
        return redirect("meetings:one", pk)
    form = CarryForm.of(request)
    if form.is_valid() and form.attempt(
        operations.carry_over_rest, meeting, form.cleaned_data["because"], by=request.user
    ):
        return done(request, f"{plural(form.outcome, 'item')} carried over.", "meetings:end", pk)
    back = reverse("meetings:run", args=[pk])
    context = {"form": form, "title": "Carry over what is left", "button": "Carry over",
               "lead": "Every item without an outcome stands on the next agenda, with this reason.",
               "back": back, "cancel": back}  # fmt: skip
    return render(request, "layouts/form.html", context)


@page(P)
def end(request: SignedIn, pk: int) -> HttpResponse:
    """End the meeting, or read what is still missing."""
    meeting = running(request, pk)
    if meeting is None:
        return redirect("meetings:one", pk)
    form = EndForm.of(request)
    if form.is_valid() and form.attempt(
        operations.end, meeting, by=request.user, **form.cleaned_data
    ):
        return done(request, moves.END.done, "meetings:one", pk)
    return render(request, "meetings/end.html", {"form": form, "meeting": meeting})
