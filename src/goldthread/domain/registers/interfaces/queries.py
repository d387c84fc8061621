"""Agreements and problems in scope, the template in use, and which problems are sustained."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import F, Prefetch, Q, QuerySet

from goldthread import defaults
from goldthread.access.models import User
from goldthread.access.scope import Scope, scope_of
from goldthread.access.terms import Permission
from goldthread.analytics.personal_data import find_personal_data
from goldthread.clocks.models import Clock
from goldthread.domain.incidents.queries import within
from goldthread.domain.registers.interfaces.definition import Definition, parse
from goldthread.domain.registers.interfaces.models import (
    InterfaceAgreement,
    InterfaceTemplateVersion,
    PartnerAnswer,
    PartnerIssue,
)
from goldthread.domain.registers.interfaces.terms import TEMPLATE, IssueStatus, Status
from goldthread.domain.registers.interfaces.versioned import TEMPLATES
from goldthread.domain.registers.safeguarding.models import (
    LadderStep,
    PartnerAgency,
    SafeguardingCase,
)
from goldthread.domain.registers.safeguarding.queries import visible_to as cases_visible_to
from goldthread.domain.registers.safeguarding.terms import PARTNER_CLOCKS
from goldthread.versions import queries as versions

# Kinds of personal data that no page of a partner may hold whoever they are of.
NEVER = ("nhs_number", "date_of_birth", "record_number")


def reach(permission: Permission) -> Callable[[Scope], Q]:
    """The policy: agreements for all work where the permission reaches, those of a case with it."""

    def policy(scope: Scope) -> Q:
        general = Q(case__isnull=True) & scope.q(permission)
        return general | Q(case__isnull=False) & within(permission, "case__incident__")(scope)

    return policy


SEE, WORK = reach(Permission.INCIDENT_VIEW), reach(Permission.SAFEGUARDING_MANAGE)


def visible_to(user: User) -> QuerySet[InterfaceAgreement]:
    """Agreements the person may open, in no order."""
    return InterfaceAgreement.objects.filter(SEE(scope_of(user)))


def with_page(agreements: QuerySet[InterfaceAgreement]) -> QuerySet[InterfaceAgreement]:
    """Everything a page shows of an agreement, in few queries."""
    answers = PartnerAnswer.objects.order_by("-given_at", "-pk")
    return agreements.select_related(
        "partner", "case__incident", "unit", "organisation", "drafted_by", "replaces"
    ).prefetch_related("rows", Prefetch("answers", answers))


def of_case(case: SafeguardingCase) -> QuerySet[InterfaceAgreement]:
    """The agreements of a case, the newest first."""
    return with_page(InterfaceAgreement.objects.filter(case=case)).order_by("-drafted_at", "-pk")


def agreed_with(organisation_id: int, partner_key: str) -> QuerySet[InterfaceAgreement]:
    """Agreements in force with a partner, by the key of its name."""
    return InterfaceAgreement.objects.filter(
        organisation_id=organisation_id, partner__key=partner_key, status=Status.AGREED
    )


def version_in_use(organisation_id: int) -> InterfaceTemplateVersion | None:
    """The template's version in use; None until the organisation has one."""
    return versions.in_use(TEMPLATES, organisation_id, TEMPLATE)


def template_of(organisation_id: int) -> Definition:
    """The template in use; the one that ships where the organisation has none yet."""
    version = version_in_use(organisation_id)
    return parse(version.definition if version else defaults.interfaces())


def names_in(case: SafeguardingCase | None, texts: Iterable[str]) -> list[str]:
    """What in the texts would tell a partner who the person is: their names and numbers."""
    known: list[str] = []
    if case is not None:
        people = list(case.incident.people.all())
        known = [one.name for one in people if one.name]
        known += [case.person.name] if case.person else []
    words = {part.casefold() for name in known for part in name.split() if len(part) > 2}
    found = []
    for text in texts:
        for span in find_personal_data(text, tuple(known)):
            named = span.kind == "name" and words & {w.casefold() for w in span.text.split()}
            if named or span.kind in NEVER:
                found.append(span.text)
        found += [word for word in text.split() if _bare(word) in words and word not in found]
    return list(dict.fromkeys(found))


def _bare(word: str) -> str:
    return word.strip(".,;:!?()[]“”\"'").removesuffix("’s").removesuffix("'s").casefold()


@dataclass(frozen=True)
class Trouble:
    """What a partner's lateness came to within the days of the rule."""

    partner: PartnerAgency
    late: int
    steps: int
    sustained: bool
    issue: PartnerIssue | None


def issues_visible_to(user: User) -> QuerySet[PartnerIssue]:
    """Problems with partners that the person may see."""
    return PartnerIssue.objects.filter(scope_of(user).q(Permission.INCIDENT_VIEW))


def troubles(user: User, organisation_id: int, at: dt.datetime) -> list[Trouble]:
    """Partners that were late within the days of the rule, in cases the reader may open."""
    rule = template_of(organisation_id).sustained
    since = at - dt.timedelta(days=rule.within_days)
    cases = cases_visible_to(user).filter(organisation=organisation_id, partner__isnull=False)
    late = _late(cases, since, at)
    steps = Counter(
        LadderStep.objects.filter(
            case__in=cases, rung__gte=rule.from_rung, contacted_at__range=(since, at)
        ).values_list("case__partner", flat=True)
    )
    partners = PartnerAgency.objects.in_bulk([*late, *steps])
    unsettled = issues_visible_to(user).exclude(status=IssueStatus.ENDED)
    issues = {one.partner_id: one for one in unsettled.filter(partner__in=partners)}
    rows = [
        Trouble(
            partner,
            late[pk],
            steps[pk],
            late[pk] >= rule.late_responses or steps[pk] >= rule.ladder_steps,
            issues.get(pk),
        )
        for pk, partner in partners.items()
    ]
    return sorted(rows, key=lambda row: (not row.sustained, -row.late, row.partner.name))


def _late(
    cases: QuerySet[SafeguardingCase], since: dt.datetime, at: dt.datetime
) -> Counter[int | None]:
    """How many answers of each partner fell due in the time and came late, or have not come."""
    clocks = Clock.objects.filter(
        subject_type=SafeguardingCase._meta.label_lower,
        subject_id__in=cases.values("pk"),
        kind__in=PARTNER_CLOCKS,
        due_at__range=(since, at),
    ).filter(Q(ended_at__isnull=True) | Q(ended_at__gt=F("due_at"), met=True))
    by_case = dict(cases.values_list("pk", "partner"))
    return Counter(by_case[pk] for pk in clocks.values_list("subject_id", flat=True))


def linked(pk: int) -> InterfaceAgreement:
    """The agreement a signed link opens; whoever holds the link and its code is the permission."""
    return with_page(InterfaceAgreement.objects.filter(pk=pk)).get()
