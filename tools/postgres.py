"""Find a PostgreSQL for the tests, or start one that is thrown away afterwards."""

import getpass
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

OLDEST = 15
SOCKET_FOLDERS = ("/var/run/postgresql", "/tmp")  # noqa: S108  # PostgreSQL's own default places
DURABILITY_OFF = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Database:
    """Where the tests may make their databases, and how that place was come by."""

    url: str
    origin: str


class NoPostgresError(Exception):
    """No PostgreSQL can be had; the message says why."""


@contextmanager
def database() -> Iterator[Database]:
    """Yield a PostgreSQL for the tests: the one named, else a private one, else one that answers.

    A private cluster comes before a server that answers: nothing in it belongs to anyone, two
    runs cannot meet in it, and it need not be durable. Raises NoPostgresError.
    """
    with ExitStack() as stack:
        if url := named_url():
            yield Database(url, "the one DATABASE_URL names")
        elif (folder := binaries()) and (owner := unprivileged_user()):
            yield stack.enter_context(private_cluster(folder, owner))
        elif answering := answering_server():
            yield answering
        else:
            raise NoPostgresError(
                f"no PostgreSQL {OLDEST} or later is installed, and no server lets this user in"
            )


def named_url() -> str | None:
    """Return the address given in the environment, if it is one of PostgreSQL."""
    for name in ("GOLDTHREAD_TEST_DATABASE_URL", "DATABASE_URL"):
        url = os.environ.get(name, "")
        if url.startswith(("postgres:", "postgresql:")):
            return url
    return None


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL server programs that are new enough."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin")]
    if on_path := shutil.which("pg_ctl"):
        folders.append(Path(on_path).resolve().parent)
    versions = {folder: version(folder) for folder in folders if (folder / "initdb").exists()}
    newest = max(versions, key=lambda folder: versions[folder], default=None)
    return newest if newest and versions[newest] >= OLDEST else None


def version(folder: Path) -> int:
    """Return the major version of the server programs in `folder`, 0 where they do not say."""
    command = [str(folder / "postgres"), "--version"]
    shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+", shown)
    return int(found[0]) if found else 0


def unprivileged_user() -> str | None:
    """Return whom the server is to run as: it refuses root."""
    if os.geteuid() != 0:
        return getpass.getuser()
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


@contextmanager
def private_cluster(folder: Path, owner: str) -> Iterator[Database]:
    """Yield a cluster of our own on a free port of this machine, and remove it afterwards."""
    password = secrets.token_urlsafe(16)
    home = Path(tempfile.mkdtemp(prefix="goldthread-pg-"))
    try:
        (home / "password").write_text(password)
        if os.geteuid() == 0:
            for path in (home, home / "password"):
                shutil.chown(path, owner)
        port = start(folder, owner, home)
        try:
            url = f"postgresql://goldthread:{quote(password)}@127.0.0.1:{port}/goldthread"
            yield Database(url, f"a private PostgreSQL {version(folder)}")
        finally:
            run(folder / "pg_ctl", "stop", "-D", home / "data", "-m", "immediate", owner=owner)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def start(folder: Path, owner: str, home: Path) -> int:
    """Make and start the cluster in `home`; return its port. Raises NoPostgresError."""
    data, port = home / "data", free_port()
    locale = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
    run(
        *(folder / "initdb", "-D", data, "-U", "goldthread", "--no-sync", "--encoding=UTF8"),
        *(f"--locale={locale}", "--auth=scram-sha-256", f"--pwfile={home / 'password'}"),
        owner=owner,
    )
    settings = ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={home}"]
    options = " ".join(f"-c {setting}" for setting in [*settings, *DURABILITY_OFF])
    run(
        *(folder / "pg_ctl", "start", "-w", "-D", data, "-l", home / "log", "-o", options),
        owner=owner,
    )
    return port


def run(*command: str | Path, owner: str) -> None:
    """Run one PostgreSQL program as `owner`. Raises NoPostgresError with what it said."""
    root = os.geteuid() == 0
    # pg_ctl's server keeps its output open, so the words go to a file and not to a pipe.
    with tempfile.TemporaryFile("w+") as said:
        finished = subprocess.run(
            command,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd="/",
            check=False,
            user=owner if root else None,
            group=pwd.getpwnam(owner).pw_gid if root else None,
            extra_groups=[] if root else None,
        )
        said.seek(0)
        if finished.returncode:
            raise NoPostgresError(f"{Path(command[0]).name} failed: {said.read().strip()[-300:]}")


def free_port() -> int:
    """Return a port of this machine that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answering_server() -> Database | None:
    """Return a server that lets this user in and lets it make databases, if one answers."""
    name = f"goldthread_{os.getpid()}"
    for user in dict.fromkeys((getpass.getuser(), "postgres")):
        for host in (*SOCKET_FOLDERS, "127.0.0.1"):
            if may_create_databases(user, host):
                where = f"@127.0.0.1/{name}" if host == "127.0.0.1" else f"@/{name}?host={host}"
                return Database(f"postgresql://{user}{where}", f"the server at {host}")
    return None


def may_create_databases(user: str, host: str) -> bool:
    """Say whether `user` gets into the server at `host` and may make databases there."""
    try:
        with psycopg.connect(host=host, user=user, dbname="postgres", connect_timeout=2) as server:
            row = server.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            return bool(row and row[0]) and server.info.server_version >= OLDEST * 10_000
    except psycopg.Error:
        return False
