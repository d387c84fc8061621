"""What people type to propose an action and to agree it."""

from __future__ import annotations

from typing import Any

from goldthread.domain.actions import queries
from goldthread.domain.actions.drafts import Draft, PlanFacts
from goldthread.domain.actions.terms import Kind, Method, Route, Strength
from goldthread.instruments.queries import instruments_of
from goldthread.web import forms

GUIDANCE = queries.guidance()
STRENGTHS = {row["code"]: row["means"] for row in GUIDANCE["hierarchy"]["strengths"]}
ROUTES = {row["code"]: row["help"] for row in GUIDANCE["embedding_routes"]["routes"]}
METHODS = {
    Method.RE_AUDIT: "The same questions as before, on new cases.",
    Method.FILE_SAMPLE: "A random sample of files, drawn for you.",
    Method.OBSERVATION: "Someone watches the work being done.",
    Method.TREND: "A measure over time, before and after.",
}


NEEDED = (
    "success_measure", "owner", "due_on", "routes", "strength", "method", "measure", "standard",
    *(f"artefact_{route}" for route in Route.values), "partner",
)  # fmt: skip


def artefact_of(route: str) -> str:
    """The name of the field that says what carries a route."""
    return f"artefact_{route}"


def people_choices(people: Any, empty: str) -> list[tuple[str, str]]:
    named = [
        (str(person.pk), f"{person.name}, {person.job_title}" if person.job_title else person.name)
        for person in people
    ]
    return [("", empty), *named]


class DraftForm(forms.Form):
    """An action as proposed; everything but its name and what changes may wait until agreement."""

    source = forms.SelectField(
        "What does it answer?",
        (),
        hint="What the review found. Each contributory factor needs an action or a reason.",
        optional=True,
    )
    title = forms.TextField("Short name", hint="A few words that someone else will recognise.")
    change = forms.LongTextField(
        "What will be different?",
        hint="What will people see, use or do that they did not before? Not “remind staff”.",
        max_length=4000,
        rows=5,
    )
    success_measure = forms.LongTextField(
        "How will you see that it worked?",
        hint="Something to count or to look at, for example “18 of 20 plans name a re-check time”.",
        max_length=1000,
        rows=3,
        optional=True,
    )
    owner = forms.SelectField(
        "Owner", (), hint="One person who works here. A team cannot own an action.", optional=True
    )
    due_on = forms.DateField("Due date", hint="For example, 27 3 2027", optional=True)
    rapid = forms.CheckField(
        "We implement this within a week",
        hint="It is then due within seven days.",
        optional=True,
    )
    routes = forms.ChecksField(
        "How does it get into daily work?",
        Route.choices,
        hint="Choose all that apply, and name the thing that will carry the change.",
        hints=ROUTES,
        reveals={
            route: [artefact_of(route), *(["partner"] if route == Route.INTERFACE else [])]
            for route in Route.values
        },
        optional=True,
    )
    partner = forms.TextField("Partner agency", optional=True)
    strength = forms.ChoiceField(
        "How strong is it?",
        Strength.choices,
        hint="Start from the strongest thing that is possible, and say why if you go weaker.",
        hints=STRENGTHS,
        reveals={Strength.WEAK: ["weak_reason"]},
        optional=True,
    )
    weak_reason = forms.LongTextField(
        "Why is a weak action enough here?",
        hint="Only needed where the wording asks people to remember.",
        max_length=1000,
        rows=2,
        optional=True,
    )
    strength_reason = forms.LongTextField(
        "Why this strength?",
        hint="Needed where it differs from what the wording suggests.",
        max_length=1000,
        rows=2,
        optional=True,
    )

    def __init__(
        self, *args: Any, organisation_id: int, incident: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        found = queries.sources_of(incident) if incident is not None else []
        self.sources = {source.code: source for source in found}
        if found:
            choices = [("", "Nothing in particular"), *((one.code, one.label) for one in found)]
            self.offer("source", choices)
        else:
            del self.fields["source"]
        self.people = {str(p.pk): p for p in queries.possible_owners(organisation_id)}
        owners = people_choices(self.people.values(), "Choose")
        self.offer("owner", owners)
        for route in Route:
            self.fields[artefact_of(route)] = forms.TextField(
                f"What carries it: {route.label.lower()}",
                hint="Its title, for example “Discharge checklist”.",
                optional=True,
            )

    @property
    def draft(self) -> Draft:
        """What the domain is asked to keep."""
        said = self.cleaned_data
        routes = tuple((route, said[artefact_of(route)]) for route in said["routes"])
        with_partner = Route.INTERFACE in said["routes"]
        source = self.sources.get(said.get("source", ""))
        return Draft(
            title=said["title"],
            change=said["change"],
            success_measure=said["success_measure"],
            owner=self.people.get(said["owner"]),
            due_on=said["due_on"],
            rapid=said["rapid"],
            routes=routes,
            kind=Kind.INTERFACE if with_partner else Kind.OWN,
            partner=said["partner"] if with_partner else "",
            strength=said["strength"],
            strength_reason=said["strength_reason"],
            weak_reason=said["weak_reason"] if said["strength"] == Strength.WEAK else "",
            source_type=source.record_type if source else "",
            source_id=source.record_id if source else None,
            proposed_in=source.proposed_in if source else "",
        )


def draft_values(action: Any) -> dict[str, Any]:
    """A proposal as the form shows it."""
    routes = queries.routes_of(action)
    names = ("title", "change", "success_measure", "due_on", "rapid", "partner")
    more = ("strength", "strength_reason", "weak_reason")
    return {
        **{name: getattr(action, name) for name in (*names, *more)},
        "owner": str(action.owner_id or ""),
        "routes": [route for route, _ in routes],
        **{artefact_of(route): artefact for route, artefact in routes},
    }


class AgreeForm(DraftForm):
    """The proposal, and how it will be shown that practice changed."""

    method = forms.ChoiceField(
        "How will it be checked?", Method.choices, hints=METHODS, optional=True
    )
    measure = forms.TextField(
        "What is measured?",
        hint="For example, care plans that name a re-check time.",
        optional=True,
    )
    standard = forms.NumberField(
        "Standard to meet",
        hint="The share that has to meet it for practice to count as changed.",
        suffix="%",
        min_value=1,
        max_value=100,
        width=3,
        optional=True,
    )
    instrument = forms.SelectField(
        "Instrument",
        (),
        hint="The questions asked of each case, before and after. Not needed for a trend.",
        optional=True,
    )
    sample_size = forms.NumberField(
        "Cases in each round",
        hint="Five in each of four weekly rounds are a minimum: twenty cases in all.",
        min_value=1,
        max_value=2000,
        width=3,
        optional=True,
    )
    rounds = forms.NumberField(
        "Over how many rounds?",
        hint="For example 4, one a week.",
        min_value=1,
        max_value=52,
        width=3,
        optional=True,
    )
    verifier = forms.SelectField(
        "Verifier", (), hint="Anyone but the owner. It can be chosen later.", optional=True
    )
    begins_on = forms.DateField(
        "First check on or after",
        hint="Leave time for the change to settle. For example, 27 4 2027",
        optional=True,
    )

    def __init__(self, *args: Any, unit: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verifiers = {str(p.pk): p for p in queries.possible_verifiers(unit)}
        choices = people_choices(self.verifiers.values(), "Choose later")
        self.offer("verifier", choices)
        asked = [(one.code, one.name) for one in instruments_of(unit.organisation_id)]
        self.offer("instrument", [("", "Choose later"), *asked])

    def show_what_is_needed(self) -> None:
        """Take “optional” away from what an agreement needs; a proposal may be saved without."""
        for name in NEEDED:
            self.fields[name].required = True

    @property
    def plan(self) -> PlanFacts:
        """The plan that goes with the agreement."""
        said = self.cleaned_data
        return PlanFacts(
            method=said["method"],
            measure=said["measure"],
            standard=said["standard"],
            verifier=self.verifiers.get(said["verifier"]),
            begins_on=said["begins_on"],
            more={name: said[name] for name in ("instrument", "sample_size", "rounds")},
        )
