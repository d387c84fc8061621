"""Recording a coaching session, reading it, and using it as evidence."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.terms import Permission
from goldthread.domain.learning.coaching import operations, queries
from goldthread.domain.learning.coaching import transitions as moves
from goldthread.domain.learning.scenarios import queries as scenarios
from goldthread.web.coaching import presenters as present
from goldthread.web.coaching.forms import AnswerForm, ChooseForm, EvidenceForm, RecordForm
from goldthread.web.coaching.views import HOME, READ
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.scenarios.forms import ReasonForm
from goldthread.workflow.operations import permitted

FORM = "layouts/form.html"
LEAD = Permission.COACHING_LEAD


def session_of(request: SignedIn, pk: int) -> Any:
    """The session, for those who may see it; otherwise 404."""
    found = queries.visible_to(request.user).select_related(
        "facilitator", "recorded_by", "withdrawn_by", "unit"
    )
    return get_object_or_404(found.prefetch_related("units"), pk=pk)


def _choices(request: SignedIn) -> dict[str, Any]:
    return {
        "scenarios": scenarios.published(request.user),
        "units": queries.units_leading(request.user),
        "leaders": queries.coaches(organisation_of(request)),
    }


@page(LEAD, methods=READ)
def choose(request: SignedIn) -> HttpResponse:
    """Whose staff, which scenarios, which day: who should have come follows from it."""
    units = list(queries.units_leading(request.user)[:2])
    initial: dict[str, Any] = {
        "scenarios": request.GET.getlist("scenarios"),
        "units": [str(units[0].pk)] if len(units) == 1 else [],
        "held_on": timezone.localdate(),
        "led_by": str(request.user.pk),
    }
    form = ChooseForm(request=request, initial=initial, **_choices(request))
    return _choosing(request, form)


def _choosing(request: SignedIn, form: ChooseForm) -> HttpResponse:
    context = {"form": form, "action": reverse("coaching:record")}
    return render(request, "coaching/choose.html", context)


@page(LEAD)
def record(request: SignedIn) -> HttpResponse:
    """Who came, what the group answered and what it takes away."""
    chosen = ChooseForm(request.GET, request=request, **_choices(request))
    if not chosen.is_valid():
        return _choosing(request, chosen)
    picked = chosen.chosen_scenarios
    staff = queries.eligible(chosen.chosen_units, on=chosen.cleaned_data["held_on"])
    form = RecordForm.of(
        request,
        chosen=chosen,
        staff=staff.exclude(pk=chosen.leader.pk),
        questions=scenarios.questions_of(
            scenarios.published(request.user).filter(pk__in=[one.pk for one in picked]).order_by()
        ),
        initial={"subject": picked[0].subject},
    )
    if _sent(request, form) and form.attempt(operations.record_session, form.held, by=request.user):
        return done(request, moves.RECORD.done, "coaching:session", form.outcome.pk)
    back = f"{reverse('coaching:choose')}?{request.GET.urlencode()}"
    context = {
        "title": moves.RECORD.label,
        "form": form,
        "button": "Record the session",
        "chosen": chosen,
        "back": back,
        "cancel": reverse("coaching:home"),
    }
    return render(request, "coaching/record.html", context)


@page(HOME, methods=READ)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """Who should have come, who came, what was answered, and what it proves."""
    session, user = session_of(request, pk), request.user
    questions = scenarios.questions_of(session.scenarios.all())
    reads = queries.reads_all(user, session)
    leads = permitted(moves.ANSWER, session, user)
    context = {
        "session": session,
        "facts": present.session_facts(session),
        "attendance": list(session.attendance.select_related("person")) if reads else [],
        "questions": present.questions_shown(questions, queries.answers_shown(session, user)),
        "proofs": list(queries.proofs_of(session)) if reads else [],
        "leads": leads,
    }
    return render(request, "coaching/session.html", context)


@page(LEAD)
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """Add what one person or the group answered."""
    session = session_of(request, pk)
    form = AnswerForm.of(
        request,
        questions=scenarios.questions_of(session.scenarios.all()),
        people=_came(session),
    )
    if _sent(request, form) and form.attempt(
        operations.add_answer, session, form.answer, by=request.user
    ):
        return done(request, moves.ANSWER.done, "coaching:session", pk)
    lead = "One person’s answer is read by them and by those who coach or lead the team."
    return _form_page(request, form, session, moves.ANSWER.label, "Add the answer", lead)


def _came(session: Any) -> list[User]:
    rows = session.attendance.filter(attended=True).select_related("person")
    return [row.person for row in rows]


@page(LEAD)
def evidence(request: SignedIn, pk: int) -> HttpResponse:
    """Use the session as evidence of an action."""
    session, user = session_of(request, pk), request.user
    form = EvidenceForm.of(
        request,
        actions=queries.actions_to_prove(user, session),
        people=queries.rated(session),
        initial={"action": request.GET.get("action", "")},
    )
    if _sent(request, form) and form.attempt(
        operations.use_as_evidence,
        session,
        form.chosen_action,
        form.cleaned_data["type"],
        by=user,
        person=form.chosen_person,
    ):
        return done(request, moves.PROVE.done, "coaching:session", pk)
    lead = "The evidence says what this session recorded: who should have come, who came, when."
    return _form_page(request, form, session, moves.PROVE.label, "Use it as evidence", lead)


@page(LEAD)
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Withdraw a session that was recorded by mistake."""
    session = session_of(request, pk)
    form = ReasonForm.of(request, record=session, label="Why is it withdrawn?")
    if _sent(request, form) and form.attempt(
        operations.withdraw_session, session, form.cleaned_data["reason"], by=request.user
    ):
        return done(request, moves.WITHDRAW.done, "coaching:session", pk)
    lead = "It stays readable and counts for nothing."
    return _form_page(request, form, session, moves.WITHDRAW.label, "Withdraw it", lead)


def _sent(request: SignedIn, form: Any) -> bool:
    return request.method == "POST" and form.is_valid()


def _form_page(
    request: SignedIn, form: Any, session: Any, title: str, button: str, lead: str
) -> HttpResponse:
    back = reverse("coaching:session", args=[session.pk])
    context = {"title": title, "form": form, "button": button, "lead": lead}
    return render(request, FORM, {**context, "back": back, "cancel": back})
