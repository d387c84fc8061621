"""The shipped words and figures can be used, and say where they come from."""

import re
from collections.abc import Iterator

import pytest

from goldthread import defaults
from goldthread.defaults import checks

BUILT_IN = [
    "Unclear escalation thresholds",
    "Inconsistent care planning",
    "Weak interface handovers",
    "Staff uncertainty about safeguarding",
]
LENSES = ["interfaces", "escalation", "safeguarding", "restrictive_practice"]


def run(tool: dict, answers: dict[str, str]) -> str:
    """Walk a tool with answers by question id; return the outcome's value."""
    node = tool["start"]
    while node in tool["questions"]:
        chosen = answers[node]
        node = next(a["next"] for a in tool["questions"][node]["answers"] if a["code"] == chosen)
    return tool["outcomes"][node]["value"]


def tool(code: str) -> dict:
    return next(t for t in defaults.decision_tools() if t["code"] == code)


@pytest.mark.capability(2)
def test_the_four_built_in_themes_ship():
    assert [t["label"] for t in defaults.themes() if t["built_in"]] == BUILT_IN


@pytest.mark.capability(121)
def test_pathways_and_service_models_ship():
    assert len(defaults.pathways()) >= 10
    assert len(defaults.service_models()) >= 10


def test_every_clock_names_its_source_and_an_unfigured_one_quotes_it():
    clocks = {clock["code"]: clock for clock in defaults.clock_policies()}
    assert clocks["candour_notify"]["due"] is None
    assert clocks["candour_notify"]["words"] == "As soon as reasonably practicable"
    assert clocks["candour_notify"]["source_kind"] == "statutory"
    assert clocks["candour_notify_contract"]["source_kind"] == "contract"
    assert clocks["candour_notify_contract"]["check"] is True


@pytest.mark.capability(17)
def test_triage_is_due_in_24_calendar_hours_and_breached_at_48():
    clock = next(c for c in defaults.clock_policies() if c["code"] == "triage")
    assert clock["due"] == {"amount": 24, "unit": "hours"}
    assert clock["breach"] == {"amount": 48, "unit": "hours"}
    assert clock["source_kind"] == "local_policy"


def test_no_statutory_clock_carries_a_figure_that_the_law_does_not_give():
    statutory = [c for c in defaults.clock_policies() if c["source_kind"] == "statutory"]
    with_a_figure = {clock["code"] for clock in statutory if clock["due"] is not None}
    # "not later than 3 working days": regulation 13(3) of the 2009 complaints regulations
    assert with_a_figure == {"complaint_acknowledgement"}


def test_every_role_of_a_ladder_is_a_shipped_role():
    roles = {role["code"] for role in defaults.roles()}
    used = {step["role"] for clock in defaults.clock_policies() for step in clock["ladder"]}
    assert used <= roles


@pytest.mark.capability(16)
@pytest.mark.parametrize(
    ("answers", "tier"),
    [
        ({"event_type": "good_care"}, "rapid"),
        ({"event_type": "incident", "national_trigger": "yes"}, "structured"),
        (
            {"event_type": "incident", "national_trigger": "no", "physical_harm": "severe"},
            "structured",
        ),
        (
            {
                "event_type": "near_miss",
                "national_trigger": "no",
                "physical_harm": "none",
                "psychological_harm": "none",
                "potential": "death_or_severe",
                "priority_theme": "yes",
            },
            "structured",
        ),
        ({"event_type": "risk", "potential": "low_or_none", "repeats": "none_or_few"}, "rapid"),
        ({"event_type": "risk", "potential": "moderate", "repeats": "three_or_more"}, "thematic"),
    ],
)
def test_the_tier_tool_proposes_from_harm_potential_theme_and_repeats(answers, tier):
    assert run(tool("triage_tier"), answers) == tier


@pytest.mark.capability(25)
def test_what_could_have_happened_triggers_candour_for_an_nhs_body_only():
    yes = {"regulated_activity": "yes", "unintended": "yes"}
    nhs, other = tool("candour_health_service_body"), tool("candour_other_registered_person")
    assert "could it result in" in nhs["questions"]["threshold"]["text"]
    assert "could" not in other["questions"]["threshold"]["text"]
    assert run(nhs, {**yes, "threshold": "moderate"}) == "triggered"
    assert run(other, {**yes, "threshold": "needs_treatment"}) == "triggered"
    assert run(other, {**yes, "threshold": "none_of_these"}) == "not_triggered"
    assert run(other, {**yes, "threshold": "not_known"}) == "undecided"


ADULT = {"danger": "no", "child": "no", "needs": "yes", "abuse": "yes", "protect": "yes"}
PRESUMED = ADULT | {"staff": "no", "capacity": "presumed"}


@pytest.mark.capability(74)
@pytest.mark.parametrize(
    ("answers", "value"),
    [
        (PRESUMED | {"wanted": "wants"}, "met"),
        (PRESUMED | {"wanted": "does_not", "overriding": "others"}, "met"),
        (PRESUMED | {"wanted": "does_not", "overriding": "no"}, "met_not_referred"),
        (ADULT | {"staff": "yes", "capacity": "lacks", "best_interests": "yes"}, "met"),
        (ADULT | {"staff": "no", "capacity": "in_doubt"}, "advice"),
        (ADULT | {"needs": "no", "other_route": "no"}, "not_met"),
        (ADULT | {"abuse": "no", "other_route": "yes"}, "not_met"),
        (ADULT | {"protect": "no", "other_route": "no"}, "not_met"),
        (ADULT | {"protect": "not_sure"}, "advice"),
        ({"danger": "no", "child": "about_child", "child_staff": "yes"}, "child"),
        (
            {"danger": "yes", "child": "about_child", "child_staff": "no", "child_harm": "yes"},
            "child",
        ),
    ],
)
def test_the_safeguarding_tool_asks_all_three_parts_and_what_the_adult_wants(answers, value):
    assert run(tool("safeguarding_threshold"), answers) == value


@pytest.mark.capability(74)
def test_every_end_of_the_safeguarding_tool_asks_why_also_when_it_is_no():
    for outcome in tool("safeguarding_threshold")["outcomes"].values():
        assert "reason" in [asked["code"] for asked in outcome["asks"]]


def test_every_referral_names_its_route_and_where_its_time_comes_from():
    outcomes = tool("safeguarding_threshold")["outcomes"]
    for code in ("refer", "refer_best_interests", "refer_overriding", "child_lado", "child_refer"):
        assert "Route" in outcomes[code]["guidance"]
        assert re.search(
            r"Board|Partnership", outcomes[code]["guidance"] + outcomes[code]["source"]
        )


IN_PLAN = {"danger": "no", "late": "no", "observed": "in_plan", "threshold_written": "yes"}
WATCHED = IN_PLAN | {"threshold_met": "no", "monitor_threshold": "yes"}


@pytest.mark.capability(61)
@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ({"danger": "yes"}, "emergency"),
        ({"danger": "no", "late": "yes"}, "senior"),
        ({"danger": "no", "late": "no", "observed": "no"}, "none"),
        (IN_PLAN | {"threshold_met": "yes", "action_defined": "yes", "in_time": "yes"}, "step_up"),
        (IN_PLAN | {"threshold_met": "yes", "action_defined": "yes", "in_time": "no"}, "senior"),
        (IN_PLAN | {"threshold_written": "no"}, "senior"),
        (WATCHED | {"monitor_owner": "yes", "monitor_when": "yes"}, "monitor"),
        (WATCHED | {"monitor_threshold": "no"}, "not_a_plan"),
        (WATCHED | {"monitor_owner": "no"}, "not_a_plan"),
        (WATCHED | {"monitor_owner": "yes", "monitor_when": "no"}, "not_a_plan"),
    ],
)
def test_the_escalation_tool_steps_up_or_watches_with_threshold_name_and_time(answers, value):
    assert run(tool("escalation"), answers) == value


def test_watching_writes_down_its_threshold_its_name_and_its_time():
    asks = tool("escalation")["outcomes"]["monitor"]["asks"]
    assert [asked["code"] for asked in asks] == ["threshold", "owner", "recheck_at"]


TOGETHER = {"matters": "yes", "benefit": "known", "risk": "bearable", "capacity": "presumed"}


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        (
            TOGETHER | {"alternatives": "looked", "least_restrictive": "no", "shared": "yes"},
            "go_ahead",
        ),
        (TOGETHER | {"alternatives": "looked", "least_restrictive": "limits"}, "restrict_lawfully"),
        (TOGETHER | {"alternatives": "none"}, "not_yet"),
        (TOGETHER | {"risk": "abuse"}, "wider"),
        (TOGETHER | {"capacity": "lacks", "best_interests": "no"}, "wider"),
    ],
)
def test_the_risk_taking_tool_goes_ahead_only_with_alternatives_and_agreement(answers, value):
    assert run(tool("positive_risk_taking"), answers) == value


def test_no_harm_scale_is_turned_into_a_candour_answer():
    for code in ("candour_health_service_body", "candour_other_registered_person"):
        assert not {"physical_harm", "psychological_harm"} & tool(code)["questions"].keys()


def test_the_escalation_audit_scores_the_two_criteria():
    audit = next(i for i in defaults.instruments() if i["code"] == "escalation_file_audit")
    assert [c["label"] for c in audit["criteria"]] == [
        "Thresholds are documented",
        "Actions are taken within agreed timescales",
    ]


@pytest.mark.capability(107)
def test_a_care_plan_check_ships():
    assert "care_plan_check" in {i["code"] for i in defaults.instruments()}


@pytest.mark.capability(29)
def test_a_rapid_review_has_exactly_the_three_questions():
    assert [q["text"] for q in defaults.review_guidance()["rapid"]["questions"]] == [
        "What happened?",
        "What should change next time?",
        "What will we implement this week?",
    ]


@pytest.mark.capability(32)
def test_the_four_lenses_have_prompts():
    lenses = defaults.review_guidance()["lenses"]["items"]
    assert [lens["code"] for lens in lenses] == LENSES
    assert all(len(lens["prompts"]) >= 5 for lens in lenses)
    assert {t["lens"] for t in defaults.themes()} <= {*LENSES, None}


def test_every_letter_merges_exactly_the_fields_it_lists():
    steps = {letter["step"] for letter in defaults.letters()}
    assert {"written_follow_up", "results_shared", "unable_to_contact"} <= steps


def test_the_words_ask_nobody_who_was_to_blame():
    blame = re.compile(r"\b(at fault|to blame|careless|negligent|who made the mistake)\b", re.I)
    guidance = defaults.review_guidance()
    shown = [guidance["rapid"], guidance["methods"], defaults.decision_tools(), defaults.letters()]
    for text in texts(shown):
        assert not blame.search(text), text


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


READERS = pytest.mark.parametrize(
    "reader",
    [
        defaults.categories,
        defaults.themes,
        defaults.pathways,
        defaults.service_models,
        defaults.clock_policies,
        defaults.roles,
        defaults.decision_tools,
        defaults.instruments,
        defaults.letters,
        defaults.review_guidance,
        defaults.action_guidance,
        defaults.stabilisation,
    ],
)


@READERS
def test_no_value_was_lost_to_a_comma_or_a_colon_in_the_file(reader):
    assert set(empty(reader())) <= {"due", "breach", "lens"}


def empty(value: object, key: str = "") -> Iterator[str]:
    if value is None:
        yield key
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from empty(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from empty(inner, key)


@READERS
def test_yaml_did_not_turn_yes_or_no_into_true_or_false_where_words_were_meant(reader):
    for value in booleans(reader()):
        assert value in {"check", "critical", "built_in", "restricted", "optional"}, value


def booleans(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, bool):
        yield key
    elif isinstance(value, dict):
        for name, inner in value.items():
            assert isinstance(name, str), name
            yield from booleans(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from booleans(inner, key)


def test_a_tool_that_leads_back_to_itself_is_refused_by_name():
    looped = {
        "code": "looped",
        "start": "a",
        "questions": {"a": {"answers": [{"code": "again", "label": "Again", "next": "a"}]}},
        "outcomes": {},
    }
    with pytest.raises(defaults.DefaultsError, match="'a' leads back to itself"):
        checks.decision_tool(looped)


def test_a_letter_with_an_unlisted_field_is_refused():
    letter = {"code": "x", "subject": "", "body": "Dear {{ name }}", "fields": []}
    with pytest.raises(defaults.DefaultsError, match="name"):
        checks.letter(letter)


@pytest.mark.capability(118)
def test_each_question_of_the_pulse_is_one_sentence():
    questions = defaults.pulse()["questions"]
    assert [set(row) for row in questions] == [{"code", "text"}] * len(questions)
    assert all(row["text"].endswith(".") for row in questions)
