"""Whether learning is visible in care plans: of each person affected, and in files sampled.

Two facts, never added up: plans that were updated for the people the incident affected, each
proved by an item of evidence; and files sampled since, answered with the care-plan check.
"""

from __future__ import annotations

from dataclasses import dataclass

from goldthread.analytics.intervals import wilson
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries.thread import actions_of
from goldthread.domain.incidents.models import Incident
from goldthread.evidence.models import Item
from goldthread.instruments.queries import responses_of_thread
from goldthread.instruments.terms import Kind

UPDATE = "care_plan_update"
VISIBLE = "learning_in_plan"


@dataclass(frozen=True)
class CarePlans:
    """`affected` people served, `updates` proved, and `visible` of `checked` sampled files."""

    affected: int
    updates: tuple[Item, ...]
    visible: int
    checked: int

    @property
    def sentences(self) -> tuple[str, ...]:
        """What may be said, without a name."""
        return (self._of_people(), self._of_files())

    def _of_people(self) -> str:
        if not self.affected:
            return "No person served is recorded as affected."
        people = "1 person was" if self.affected == 1 else f"{self.affected} people were"
        if not self.updates:
            return f"{people} affected. No updated care plan is on record yet."
        plans = "care plan is" if len(self.updates) == 1 else "care plans are"
        return f"{people} affected. {len(self.updates)} updated {plans} on record."

    def _of_files(self) -> str:
        if not self.checked:
            return "No sampled file was asked whether the learning is visible in the plan."
        interval = wilson(self.visible, self.checked)
        return (
            f"The learning is visible in {self.visible} of {self.checked} sampled files "
            f"({interval.low:.0%} to {interval.high:.0%} of all files, with 95% confidence)."
        )


def care_plans(incident: Incident) -> CarePlans:
    """What is on record of care plans on one thread."""
    actions = actions_of(incident).order_by().values("pk")
    updates = Item.objects.filter(
        subject_type=Action._meta.label_lower,
        subject_id__in=actions,
        type=UPDATE,
        withdrawn_at__isnull=True,
    )
    rows = responses_of_thread(incident.pk).filter(version__instrument__kind=Kind.CARE_PLAN_CHECK)
    seen = [row.criteria.get(VISIBLE) for row in rows]
    answered = [one for one in seen if one is not None]
    affected = incident.people.filter(kind="person_served").count()
    return CarePlans(
        affected, tuple(updates.order_by("added_at", "pk")), answered.count(True), len(answered)
    )
