"""`goldthread sample`."""

import json

import pytest

from goldthread.cli.main import run

FRAME = "id,team,status\n" + "".join(
    f"C{n},{'North' if n % 3 else ''},{'closed' if n == 4 else 'open'}\n" for n in range(30)
)


@pytest.fixture
def frame(tmp_path):
    path = tmp_path / "frame.csv"
    path.write_text(FRAME, encoding="utf-8")
    return str(path)


def printed(capsys, *arguments):
    assert run(arguments) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.capability(51)
def test_draw_prints_the_sample_its_seed_and_who_was_left_out(frame, capsys):
    made = printed(
        capsys,
        *("sample", "draw", frame, "--size", "9", "--seed", "42", "--stratify", "team"),
        *("--exclude", "status == closed", "--json"),
    )
    assert (made["seed"], made["size"], len(made["drawn"])) == (42, 9, 9)
    assert {item["stratum"] for item in made["drawn"]} == {"North", "(blank)"}
    assert made["excluded"] == [{"row": 4, "reason": "status == closed"}]


def test_the_same_seed_draws_the_same_rows(frame, capsys):
    asked = ("sample", "draw", frame, "--size", "5", "--seed", "spring", "--json")
    assert printed(capsys, *asked) == printed(capsys, *asked)


def test_draw_without_strata_has_none(frame, capsys):
    made = printed(capsys, "sample", "draw", frame, "--size", "3", "--seed", "1", "--json")
    assert {item["stratum"] for item in made["drawn"]} == {None}


def test_plan_gives_the_sizes_and_what_a_clean_result_would_prove(capsys):
    made = printed(capsys, "sample", "plan", "--population", "60", "--size", "20", "--json")
    assert made["result"]["still_possible"] == 6
    assert {item["failing_share"]: item["size"] for item in made["rule_out"]}[0.2] == 12


def test_plan_in_words_reads_as_sentences(capsys):
    assert run(["sample", "plan", "--population", "50", "--failing-share", "10%"]) == 0
    out = capsys.readouterr().out
    assert "look at 22, and all must pass" in out
    assert "look at 19, pass when 2 or fewer fail" in out


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        (None, [], "There is no file"),
        (b"", [], "is empty"),
        (b"id,team\n", [], "nothing to draw from"),
        (b"id\n\xff\xfe\n", [], "is not UTF-8"),
        (FRAME.encode(), ["--size", "31"], "larger than the 30 rows"),
        (FRAME.encode(), ["--stratify", "ward"], "has no column 'ward'"),
        (FRAME.encode(), ["--exclude", "ward=1"], "names the column 'ward'"),
        (FRAME.encode(), ["--exclude", "closed"], "cannot be read"),
        (b"id,team\n1,a,b\n", [], "has 3 cells"),
        (b"id,id\n1,2\n", [], "two columns named 'id'"),
        (b'id,team\n1,"N\n2,S\n', [], "a quotation mark is opened and never closed"),
        (b"id/team\n1/N\n", ["--stratify", "team"], "It has: id/team."),
        (FRAME.encode(), ["--size", "0"], "must be at least 1"),
        (FRAME.encode(), ["--seed", " "], "Give a seed"),
        (b"id,team\nA,N\nA,N\n", ["--size", "2"], "after leaving out 1"),
        (FRAME.encode("utf-16"), [], "is not UTF-8"),
    ],
)
def test_bad_input_is_one_clear_sentence(tmp_path, capsys, content, options, sentence):
    path = tmp_path / "f.csv"
    if content is not None:
        path.write_bytes(content)
    assert run(["sample", "draw", str(path), "--seed", "1", "--size", "1", *options]) == 1
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_a_share_out_of_range_is_bad_usage(capsys):
    assert run(["sample", "plan", "--population", "60", "--good", "200%"]) == 2
    assert "less than 100%" in capsys.readouterr().err


@pytest.mark.capability(51)
def test_a_repeatable_part_of_the_sample_is_for_a_second_reader(frame, capsys):
    asked = ("sample", "draw", frame, "--size", "20", "--seed", "7", "--read-twice", "10%")
    made = printed(capsys, *asked, "--json")
    assert len(made["read_twice"]) == 2
    assert set(made["read_twice"]) <= {item["row"] for item in made["drawn"]}
    assert run(asked) == 0
    assert capsys.readouterr().out.count("read by a second person too") == 2


def test_agreement_of_two_readers_leaves_blanks_out_and_counts_them(tmp_path, capsys):
    path = tmp_path / "twice.csv"
    rows = ["yes,Yes"] * 20 + ["no,no"] * 15 + ["yes,no"] * 5 + ["no,yes"] * 10 + ["yes,"]
    path.write_text("a,b\n" + "\n".join(rows), encoding="utf-8")
    made = printed(
        capsys, "sample", "agreement", str(path), "--first", "a", "--second", "b", "--json"
    )
    assert (made["pairs"], made["agreed"], made["left_out"]) == (50, 35, 1)
    assert made["kappa"] == pytest.approx(0.4)


def test_a_quotation_mark_inside_a_cell_is_no_fault(tmp_path, capsys):
    path = tmp_path / "inch.csv"
    path.write_text('id,size\n1,5" board\n2,"two\nlines"\n', encoding="utf-8")
    made = printed(capsys, "sample", "draw", str(path), "--size", "2", "--seed", "1", "--json")
    assert len(made["drawn"]) == 2


def test_one_file_is_written_as_one(capsys):
    assert run(["sample", "plan", "--population", "1"]) == 0
    assert capsys.readouterr().out.startswith("For 1 file, 95% sure:")
