"""Installations in folders of their own, driven by the command as an operator would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings

_number = count(1)
ROOT = Path(__file__).parents[2]

Result = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Installation:
    """One folder of data, one database and one field key."""

    folder: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GOLDTHREAD_")}
        return kept | {
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
            "DATABASE_URL": self.database_url,
            "GOLDTHREAD_DATA_DIR": str(self.folder),
        }

    def run(self, *arguments: str, **environment: str) -> Result:
        """`goldthread` with these arguments."""
        return self.python("-m", "goldthread.cli", *arguments, **environment)

    def migrate(self) -> None:
        self.python("-m", "django", "migrate", "--verbosity=0").check_returncode()

    def script(self, text: str) -> str:
        """Run Python with the product loaded; what it printed."""
        done = self.python("-c", f"import django; django.setup()\n{text}")
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def python(self, *arguments: str, **environment: str) -> Result:
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment | environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture(scope="session")
def install(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None
) -> Iterator[Callable[[], Installation]]:
    """Make an installation with an empty database of the kind this run tests."""
    made: list[str] = []

    def make() -> Installation:
        folder = tmp_path_factory.mktemp("installation")
        held = settings.DATABASES["default"]
        if held["ENGINE"].endswith("sqlite3"):
            return Installation(folder, "")
        name = f"goldthread_copy_{os.getpid()}_{next(_number)}"
        _on_server(f'CREATE DATABASE "{name}"')
        made.append(name)
        return Installation(folder, _url(held, name))

    yield make
    for name in made:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(
        _url(settings.DATABASES["default"], "postgres"), autocommit=True
    ) as server:
        server.execute(statement)


def _url(held: dict[str, object], name: str) -> str:
    from urllib.parse import quote

    user, password = quote(str(held["USER"])), quote(str(held["PASSWORD"]))
    place = f"{held['HOST']}:{held['PORT']}" if held["PORT"] else held["HOST"]
    return f"postgresql://{user}:{password}@{place}/{name}"
