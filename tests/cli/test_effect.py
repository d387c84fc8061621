"""`goldthread effect`."""

import json

import pytest

from goldthread.cli.main import run


def printed(capsys, *arguments):
    assert run(("effect", *arguments, "--json")) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.capability(53)
def test_twelve_then_four_is_too_few_and_says_when_enough_could_be_known(capsys):
    options = ("--before", "12/12", "--after", "4/6", "--pace", "1", "--as-of", "2026-11-22")
    made = printed(capsys, *options)
    assert made["verdict"] == "too_early_or_too_few"
    assert made["p_one_sided"] == pytest.approx(0.34, abs=0.005)
    assert made["enough_by"] == "2037-07-05"
    assert set(made) == {
        *("kind", "verdict", "sentence", "improvement", "before", "after", "effect"),
        *("p_one_sided", "p_one_sided_worse", "p_two_sided", "power", "enough_by", "warnings"),
    }


def test_twelve_then_one_is_improved(capsys):
    made = printed(capsys, "--before", "12/12", "--after", "1/6")
    assert (made["verdict"], made["effect"]["measure"]) == ("improved", "rate_ratio")


def test_a_proportion_is_compared_as_one(capsys):
    options = ("--before", "11/20", "--after", "18/20", "--proportion", "--improvement", "increase")
    made = printed(capsys, *options)
    assert (made["kind"], made["verdict"]) == ("share", "improved")
    assert made["effect"]["estimate"] == pytest.approx(0.35)


def test_the_worthwhile_effect_can_be_chosen(capsys):
    made = printed(capsys, "--before", "60/12", "--after", "20/6", "--worthwhile", "0.8")
    assert made["power"]["worthwhile"] == 0.8


def test_in_words_it_reads_as_sentences(capsys):
    options = ("--before", "1,200/12", "--after", "300/6", "--unit", "months")
    assert run(["effect", *options]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Improved. 300 in 6 months after the change")
    assert "The rate is 50% of what it was (90% interval: 45% to 56%)." in out


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (("--before", "12/0", "--after", "1/6"), 1, "must be a number more than 0"),
        (("--before", "-1/3", "--after", "1/6"), 1, "fewer than 0 events"),
        (("--before", "1/-3", "--after", "1/6"), 1, "must be a number more than 0"),
        (("--before", "21/20", "--after", "1/6", "--proportion"), 1, "21 of 20 cannot be"),
        (("--before", "1/2.5", "--after", "1/6", "--proportion"), 1, "whole cases"),
        (("--before", "1/2", "--after", "1/6", "--pace", "0"), 1, "pace must be more than 0"),
        (("--before", "1/2", "--after", "1/6", "--pace", "nan"), 1, "pace must be more than 0"),
        (("--before", "999999999999/1", "--after", "1/6"), 1, "beyond what any service"),
        (("--before", "x/3", "--after", "1/6"), 2, "cannot be read"),
        (("--before", "12", "--after", "1/6"), 2, "cannot be read"),
        (("--before", "1,5/3", "--after", "1/6"), 2, "cannot be read"),
        (("--before", "2.5/3", "--after", "1/6"), 2, "cannot be read"),
        (("--before", "1/nan", "--after", "1/6"), 2, "cannot be read"),
        (("--before", "1/3"), 2, "Missing option '--after'"),
        (("--before", "1/3", "--after", "1/6", "--worthwhile", "1.5"), 2, "is not between 0 and 1"),
    ],
)
def test_bad_figures_are_one_clear_sentence(capsys, options, code, sentence):
    assert run(["effect", *options]) == code
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""
