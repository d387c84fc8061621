"""The pages of a report, by every way in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldthread.domain.incidents import operations, queries
from goldthread.domain.incidents.terms import DraftFor
from goldthread.web.pages import SignedIn, render
from goldthread.web.report import hints, steps
from goldthread.web.report.answers import COOKIE, COOKIE_PATH, Answers, current, fresh, remember
from goldthread.web.report.channels import ANONYMOUS, Channel
from goldthread.web.report.composing import alert_of, facts_of, report_of
from goldthread.web.report.forms import AlertForm, NameForm, StepForm
from goldthread.web.report.presenters import check_rows, next_steps
from goldthread.workflow.refusals import Refused

CODE_SHOWN = dt.timedelta(minutes=15)


def start(request: HttpRequest, channel: Channel) -> HttpResponse:
    """The first question; or a report begun before, to carry on with."""
    begun = current(request, channel)
    if begun is not None and begun.sent:
        return redirect(channel.url("sent"))
    if begun is not None and begun.says_something and request.method != "POST":
        context = {"answers": begun, "channel": channel, "resume": _place_in(begun)}
        return render(request, "report/resume.html", context)
    answers = begun or fresh(request, channel)
    if answers is None:
        return render(request, "report/needs_link.html", {"channel": channel})
    return _page(request, answers, steps.BY_NAME["safe"])


def again(request: HttpRequest, channel: Channel) -> HttpResponse:
    """Throw the unsent report away and begin a new one."""
    begun = current(request, channel)
    if begun is not None:
        operations.drop_draft(begun.draft)
    return redirect(channel.url("start"))


def step(request: HttpRequest, channel: Channel, name: str) -> HttpResponse:
    """One question. Text sent after the draft is gone begins a new one, so that nothing is lost."""
    answers = current(request, channel)
    if answers is None:
        answers = fresh(request, channel) if request.method == "POST" else None
        if answers is None:
            return redirect(channel.url("start"))
    if answers.sent:
        return redirect(channel.url("sent"))
    if name not in steps.BY_NAME:
        raise Http404
    return _page(request, answers, steps.BY_NAME[name])


def _page(request: HttpRequest, answers: Answers, spec: steps.Step) -> HttpResponse:
    form = form_of(request, answers, spec)
    if request.method == "POST":
        answers.keep(spec.name, request.POST)
        form.is_valid()
        if "save" in request.POST and answers.channel.signed_in:
            return saved(request)
        if spec.name in ("what", "kind"):
            _look_for_more(answers)
        _add_refusals(form, answers)
        if form.is_valid():
            return remember(redirect(_on_from(answers, spec, form)), answers, request)
    context = {"form": form, "answers": answers, "channel": answers.channel, "step": spec}
    context["back"] = _back(answers, spec)
    page = render(request, _template(spec), context)
    return remember(page, answers, request)


def form_of(request: HttpRequest, answers: Answers, spec: steps.Step) -> StepForm:
    """The form of a page: as posted, or as the draft holds it."""
    if request.method == "POST":
        return spec.form.of(request, answers=answers)
    form = spec.form.shown_to(request, answers, spec.name)
    if spec.name == "what" and answers.alerted and not form.is_bound:
        form.initial["narrative"] = answers.first("alert", "unsafe_what")
    return form


def _template(spec: steps.Step) -> str:
    own = {"safe", "what", "sequence", "more", "where", "you"}
    return f"report/{spec.name}.html" if spec.name in own else "report/step.html"


def _on_from(answers: Answers, spec: steps.Step, form: StepForm) -> str:
    url = answers.channel.url
    if spec.name == "safe" and form.cleaned_data["unsafe"]:
        return url("alert")
    name = steps.after(answers, spec.name)
    if spec.name == "anyone" and steps.affects_people(answers) and answers.people:
        return url("people")
    return url(name) if name in ("check", "person") else url("step", name)


def _back(answers: Answers, spec: steps.Step) -> str:
    name = steps.before(answers, spec.name)
    return answers.channel.url("step", name) if name else ""


def _look_for_more(answers: Answers) -> None:
    """Note which further questions the account raises, and which themes its words suggest."""
    told = answers.first("what", "narrative")
    if not told.strip():
        return
    suggested = queries.themes_in(told, answers.held["organisation"])
    # a theme the words suggest raises its questions, whether or not it is ticked later
    codes = tuple(theme.code for theme, _ in suggested)
    facts = replace(facts_of(report_of(answers, None)), themes=codes)
    answers.held["asked"] = hints.asked_apart(told, facts)
    answers.held["suggested"] = [(theme.pk, theme.name, words) for theme, words in suggested]
    answers.save()


def _add_refusals(form: StepForm, answers: Answers) -> None:
    """What the domain would say of this page's answers, said here rather than at the end."""
    if form.errors or not form.domain_fields:
        return
    report = report_of(answers, answers.owner)
    found = [
        replace(refusal, field=form.domain_fields[refusal.field])
        for refusal in operations.refusals_of(report)
        if form.domain_fields.get(refusal.field) in form.fields
    ]
    if found:
        form.add_refusals(Refused(found))


def saved(request: HttpRequest) -> HttpResponse:
    """Kept for later: to the person's own reports, where it waits."""
    words = "Saved. It waits here for 14 days; nobody else can see it and nothing was sent."
    messages.success(request, words)
    return redirect("my_reports:list")


def alert(request: HttpRequest, channel: Channel) -> HttpResponse:
    """Someone is unsafe: what to do now, and a short account that goes out at once."""
    answers = current(request, channel)
    if answers is None:
        return redirect(channel.url("start"))
    if answers.alerted or answers.sent:
        return redirect(channel.url("alerted" if answers.alerted else "sent"))
    if request.method == "POST":
        answers.keep("alert", request.POST)
        form: StepForm = AlertForm.of(request, answers=answers)
        if form.is_valid() and _send_alert(form, answers):
            return redirect(channel.url("alerted"))
    else:
        form = AlertForm.shown_to(request, answers, "alert")
    context = {"form": form, "answers": answers, "channel": channel}
    return render(request, "report/alert.html", context | {"back": channel.url("step", "safe")})


def _send_alert(form: StepForm, answers: Answers) -> bool:
    try:
        operations.send_alert(answers.draft, alert_of(answers, form, answers.owner))
    except Refused as refused:
        fields = form.domain_fields
        form.add_refusals(
            Refused([replace(one, field=fields.get(one.field, "")) for one in refused.refusals])
        )
        return False
    return True


def alerted(request: HttpRequest, channel: Channel) -> HttpResponse:
    """The alert is out: what happens now, and the choice to tell the rest or stop here."""
    answers = current(request, channel)
    if answers is None or not answers.alerted:
        return redirect(channel.url("start"))
    if request.method == "POST":
        reference = answers.alerted["reference"]
        operations.finish_early(answers.draft)
        return redirect(channel.url("sent", *([reference] if channel.signed_in else [])))
    context = {"answers": answers, "channel": channel, "alerted": answers.alerted}
    return render(request, "report/alerted.html", context)


def check(request: HttpRequest, channel: Channel) -> HttpResponse:
    """Every answer once more, with what a reader could not tell; then send."""
    answers = current(request, channel)
    if answers is None:
        return redirect(_just_sent(request, channel) or channel.url("start"))
    if answers.sent:
        return redirect(channel.url("sent"))
    gap = steps.unanswered(answers)
    if gap:
        return redirect(channel.url(gap) if gap == "person" else channel.url("step", gap))
    report = report_of(answers, answers.owner)
    problems: list[str] = []
    if request.method == "POST":
        try:
            incident = operations.send_draft(answers.draft, report)
        except Refused as refused:
            problems = [refusal.sentence for refusal in refused.refusals]
        else:
            where = [incident.reference] if channel.signed_in else []
            return redirect(channel.url("sent", *where))
    context = {
        "rows": check_rows(answers),
        "hints": hints.hints_for(report.narrative, facts_of(report)),
        "answers": answers,
        "channel": channel,
        "problems": problems,
    }
    return render(request, "report/check.html", context, 422 if problems else 200)


def _just_sent(request: Any, channel: Channel) -> str:
    """The confirmation of what a first press has sent, for the second one."""
    if not channel.signed_in or request.method != "POST":
        return ""
    newest = queries.reported_by(request.user).first()
    if newest is None or timezone.now() - newest.reported_at > CODE_SHOWN:
        return ""
    return channel.url("sent", newest.reference)


def sent(request: SignedIn, reference: str) -> HttpResponse:
    """Confirmation for someone signed in: reference, who reads it, by when, what follows."""
    incident = queries.reported_by(request.user).filter(reference=reference).first()
    if incident is None:
        raise Http404
    context = {"reference": reference, "code": "", "next": next_steps(incident, names=True)}
    return render(request, "report/sent.html", context | {"incident": incident})


def sent_by_code(request: HttpRequest, channel: Channel) -> HttpResponse:
    """Confirmation for others, with the follow-up code, for a quarter of an hour at most."""
    answers = current(request, channel)
    if answers is None or not answers.sent:
        return redirect("follow:enter")
    late = timezone.now() - answers.draft.saved_at > CODE_SHOWN
    if late or request.method == "POST":
        operations.drop_draft(answers.draft)
        response = redirect("follow:enter")
        response.delete_cookie(COOKIE, path=COOKIE_PATH)
        return response
    incident = queries.by_follow_up_code(answers.sent["code"])
    if incident is None:
        raise Http404
    context: dict[str, Any] = {**answers.sent, "next": next_steps(incident, names=False)}
    return render(request, "report/sent.html", context | {"channel": channel, "incident": incident})


def name(request: HttpRequest, channel: Channel) -> HttpResponse:
    """Who may know it was you. Choosing nobody moves the answers to a draft without an owner."""
    answers = current(request, channel) or fresh(request, channel)
    if answers is None or answers.alerted:
        return redirect(channel.url("start"))
    form = NameForm.of(request, answers=answers)
    if form.is_valid():
        chosen = form.cleaned_data["route"]
        if chosen == DraftFor.ANONYMOUS:
            return _without_name(request, answers)
        answers.held["route"] = chosen
        answers.save()
        return redirect(_place_in(answers))
    if not form.is_bound:
        form.initial["route"] = answers.route
    context = {"form": form, "answers": answers, "channel": channel, "back": _place_in(answers)}
    return render(request, "report/step.html", context | {"step": None})


def _place_in(answers: Answers) -> str:
    """The page a report was left at."""
    if answers.first("safe", "unsafe") == "yes" and not answers.alerted:
        return answers.channel.url("alert")
    gap = steps.unanswered(answers) or "check"
    url = answers.channel.url
    return url(gap) if gap in ("check", "person") else url("step", gap)


def _without_name(request: HttpRequest, answers: Answers) -> HttpResponse:
    held = dict(answers.held)
    names = {str(pk): name for pk, name in held.pop("teams", [])}
    unit = answers.first("where", "unit") or str(held.get("unit") or "")
    for key in ("route", "tags"):
        held.pop(key, None)
    if unit in names:
        held |= {"unit": int(unit), "preset": names[unit]}
    moved = Answers(ANONYMOUS, held)
    moved.save()
    if answers.draft is not None:
        operations.drop_draft(answers.draft)
    return remember(redirect(_place_in(moved)), moved, request)
