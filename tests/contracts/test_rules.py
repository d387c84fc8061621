"""Every rule is proved from both sides, and everything a person reads of it is a sentence."""

from __future__ import annotations

import pytest

from goldthread.workflow.rules import RULES
from goldthread.workflow.transitions import TRANSITIONS
from tests.contracts.rule_marks import CASES, CODE, marks

MARKS = marks()


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_has_a_test_that_it_refuses_and_one_that_it_allows(code: str) -> None:
    proved = MARKS.get(code, set())
    assert "refused" in proved, f"no test is marked rule({code!r}, 'refused')"
    assert proved & {"allowed", "boundary"}, f"no test is marked rule({code!r}, 'allowed')"


def test_every_mark_says_which_case_it_is() -> None:
    assert {code: cases - CASES for code, cases in MARKS.items() if cases - CASES} == {}


def test_every_rule_has_a_code_a_true_sentence_and_words_for_its_refusal() -> None:
    for code, rule in RULES.items():
        assert CODE.fullmatch(code), code
        assert rule.sentence[:1].isupper(), code
        assert not rule.sentence.endswith("."), code
        assert rule.refusal.endswith((".", "?")), code


def test_no_two_rules_say_the_same() -> None:
    # an import and a report are held to the same truth by rules of their own
    said = [(rule.sentence, code.split("-")[0]) for code, rule in RULES.items()]
    assert len(said) == len(set(said))


def test_every_move_names_its_record_and_says_what_it_did() -> None:
    for code, move in TRANSITIONS.items():
        noun, _, verb = code.partition(".")
        assert noun.isidentifier(), code
        assert verb.isidentifier(), code
        assert move.label[:1].isupper(), code
        assert not move.label.endswith("."), code
        assert move.done, code


def test_what_a_move_did_is_a_sentence_unless_it_is_one_word() -> None:
    assert {
        code: move.done
        for code, move in TRANSITIONS.items()
        if " " in move.done and not move.done.endswith((".", "?"))
    } == {}
