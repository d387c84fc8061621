"""The command as a whole: exit codes, one-line errors, nothing loaded that is not needed."""

import subprocess
import sys

import pytest

from goldthread import __version__
from goldthread.cli.main import COMMANDS, goldthread, run


def test_version_is_the_product_s(capsys):
    assert run(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_subcommand_has_help(name, capsys):
    assert run([name, "--help"]) == 0
    assert "Usage: goldthread" in capsys.readouterr().out


def test_the_list_of_commands_says_what_each_is_for(capsys):
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(summary[:30] in out for _, summary in COMMANDS.values())


def test_a_command_written_wrongly_is_one_line_and_exit_code_2(capsys):
    for arguments in (["nothing-like-it"], ["sample", "plan"], ["sample", "plan", "--wrong"]):
        assert run(arguments) == 2
        err = capsys.readouterr().err
        assert err.startswith("goldthread: ")
        assert err.count("\n") == 1
        assert "--help" in err


def test_a_fault_of_ours_is_one_line_without_a_traceback(capsys, monkeypatch):
    def broken(**_):
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(goldthread, "main", broken)
    assert run([]) == 1
    assert capsys.readouterr().err == (
        "goldthread: Something went wrong that should not have (ZeroDivisionError: a fault).\n"
    )


def test_sample_loads_neither_django_nor_scipy_nor_numpy():
    asked = (
        "import sys; from goldthread.cli.main import run;"
        "code = run(['sample', 'plan', '--population', '60', '--json']);"
        "print(code, [n for n in ('django', 'scipy', 'numpy', 'yaml') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "0 []"
