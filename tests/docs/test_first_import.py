"""The tutorial shows what really happens: every command in it is run and its output compared."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from goldthread.access import operations as access
from goldthread.access.models import Unit
from goldthread.access.terms import ProviderType, UnitKind
from goldthread.cli.main import run
from goldthread.demo.provider import provider as demonstration
from goldthread.domain.incidents.models import Incident
from goldthread.domain.setting_up import install_defaults

DOCS = Path(__file__).resolve().parents[2] / "docs"
TUTORIAL = DOCS / "tutorials" / "first-import.md"
BLOCK = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)
YAML = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def teams_of_the_demonstration() -> Unit:
    """The demonstration provider's tree, without its people and incidents."""
    told = demonstration()
    organisation = access.add_organisation(
        told.name, provider_type=ProviderType.INDEPENDENT, code=told.code
    )
    install_defaults(organisation)
    units = {told.code: organisation}
    for place in told.directorates:
        units[place.code] = access.add_unit(
            organisation, place.name, kind=UnitKind.DIRECTORATE, code=place.code
        )
    for place in told.localities:
        units[place.code] = access.add_unit(
            units[place.parent], place.name, kind=UnitKind.LOCALITY, code=place.code
        )
    for team in told.teams:
        access.add_unit(units[team.locality], team.name, code=team.code)
    return organisation


def put_right() -> None:
    """What the reader does by hand between two commands, once its file is there."""
    mapping, rejects = Path("first-import.yaml"), Path("rejects.csv")
    if mapping.exists():
        (shown,) = YAML.findall(TUTORIAL.read_text(encoding="utf-8"))
        held, added = mapping.read_text(encoding="utf-8"), shown.splitlines()[-1]
        if added not in held:
            values, harm = shown.splitlines()[:2]
            assert f"{values}\n{harm}\n" in held
            before = f"{values}\n{harm}\n"
            mapping.write_text(held.replace(before, f"{before}{added}\n"), encoding="utf-8")
    if rejects.exists():
        text = rejects.read_text(encoding="utf-8")
        rejects.write_text(text.replace("31/02/2025", "28/02/2025"), encoding="utf-8")


def printed(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    program, *arguments = shlex.split(command)
    assert program == "goldthread"
    assert run(arguments) == 0
    caught = capsys.readouterr()
    put_right()
    return caught.out


@pytest.mark.django_db
def test_the_tutorial_shows_what_was_typed_and_what_came_back(tmp_path, monkeypatch, capsys):
    teams_of_the_demonstration()
    shutil.copytree(DOCS / "tutorials", tmp_path / "docs" / "tutorials")
    monkeypatch.chdir(tmp_path)
    blocks = list(BLOCK.finditer(TUTORIAL.read_text(encoding="utf-8")))
    assert len(blocks) >= 5
    for block in blocks:
        output = printed(block["command"], capsys)
        if block["output"]:  # one command prints what an earlier one printed
            assert block["output"] == output, f"the output of: {block['command']}"
    assert Incident.objects.count() == 9
    assert Incident.objects.get(source_reference="H2038").physical_harm == "low"
    assert set(Incident.objects.filter(placed=False).values_list("proposed_unit", flat=True)) == {
        "Hallowmere Recovery Team"
    }
