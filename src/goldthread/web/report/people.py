"""Who was harmed or upset: one page a person, and the list of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict

from goldthread.web.pages import render
from goldthread.web.report import steps
from goldthread.web.report.answers import Answers, current, typed_of
from goldthread.web.report.channels import Channel
from goldthread.web.report.forms import MorePeopleForm, PersonForm
from goldthread.web.report.presenters import person_words
from goldthread.web.report.views import saved

MOST_PEOPLE = 20


def person(request: HttpRequest, channel: Channel, number: int = 0) -> HttpResponse:
    """Add someone, or change what was said of them. `number` counts from 1; 0 adds."""
    answers = current(request, channel)
    if answers is None or answers.sent:
        return redirect(channel.url("start"))
    if number > len(answers.people) or (not number and len(answers.people) >= MOST_PEOPLE):
        raise Http404
    form = _form(request, answers, number)
    if request.method == "POST" and (form.is_valid() or "save" in request.POST):
        _keep(request, answers, number)
        return saved(request) if "save" in request.POST else redirect(channel.url("people"))
    context = {"form": form, "answers": answers, "channel": channel, "number": number}
    back = channel.url("people") if answers.people else channel.url("step", "anyone")
    return render(request, "report/person.html", context | {"back": back})


def _form(request: HttpRequest, answers: Answers, number: int) -> PersonForm:
    form = PersonForm.of(request, answers=answers)
    if request.method != "POST" and form.restored is None and number:
        typed = MultiValueDict(answers.people[number - 1])
        form = PersonForm(typed, request=request, answers=answers)
        form.prefilled = True
    return form


def _keep(request: HttpRequest, answers: Answers, number: int) -> None:
    typed = typed_of(request.POST)
    if number:
        answers.people[number - 1] = typed
    else:
        answers.people.append(typed)
    answers.save()


def people(request: HttpRequest, channel: Channel) -> HttpResponse:
    """Everyone so far, and whether there is someone else."""
    answers = current(request, channel)
    if answers is None or not answers.people:
        return redirect(channel.url("person"))
    form = MorePeopleForm.of(request, answers=answers)
    if form.is_valid():
        if form.cleaned_data["another"]:
            return redirect(channel.url("person"))
        name = steps.after(answers, "anyone")
        return redirect(channel.url(name) if name == "check" else channel.url("step", name))
    rows = [
        (person_words(typed), channel.url("person", n), channel.url("remove_person", n))
        for n, typed in enumerate(answers.people, 1)
    ]
    context = {"form": form, "answers": answers, "channel": channel, "rows": rows}
    return render(request, "report/people.html", context | {"back": channel.url("step", "anyone")})


def remove_person(request: HttpRequest, channel: Channel, number: int) -> HttpResponse:
    """Take someone off the report."""
    answers = current(request, channel)
    if answers is not None and 0 < number <= len(answers.people):
        del answers.people[number - 1]
        answers.save()
    left = answers is not None and answers.people
    return redirect(channel.url("people") if left else channel.url("step", "anyone"))
