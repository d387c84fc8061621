"""`goldthread run` starts both halves, stops both in good order, and never runs with one."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from goldthread.upkeep.serving import Address, CannotServe
from tests.factories.installation import Installation


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def installation(install: Callable[[], Installation]) -> Installation:
    return install()


@contextmanager
def running(installation: Installation, port: int) -> Iterator[subprocess.Popen[str]]:
    """`goldthread run`, from its welcome to its end."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "goldthread.cli", "run", f"--port={port}", "--workers=1"],
        env=installation.environment,
        cwd=installation.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if "is ready at" in line:
                break
        else:
            raise AssertionError(process.stderr.read() if process.stderr else "")
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)


def get(port: int, path: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path, headers={"Host": "localhost"})
        response = connection.getresponse()
        return response.status, response.read().decode()


def children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_it_serves_works_and_stops_in_good_order(installation: Installation) -> None:
    port = free_port()
    with running(installation, port) as process:
        assert get(port, "/healthz") == (200, "ok")
        assert json.loads(get(port, "/readyz")[1]) == {"ready": True, "waiting_for": []}
        wait_for(lambda: "1 worker running" in installation.run("doctor").stdout)
        busy = installation.run("run", f"--port={port}")
        assert (busy.returncode, "Another program listens" in busy.stderr) == (1, True)
        halves = children(process.pid)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert not [pid for pid in halves if Path(f"/proc/{pid}").exists()]
    assert "No worker is running" in installation.run("doctor").stdout


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc")
@pytest.mark.parametrize("half", [0, 1], ids=["web server", "worker"])
def test_when_one_half_is_killed_the_other_stops_and_it_says_so(
    half: int, installation: Installation
) -> None:
    port = free_port()
    with running(installation, port) as process:
        halves = children(process.pid)
        os.kill(halves[half], signal.SIGKILL)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"The {['web server', 'worker'][half]} stopped by itself" in said
    wait_for(lambda: not [pid for pid in halves if alive(pid)])


def alive(pid: int) -> bool:
    try:
        return "zombie" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_production_without_its_settings_does_not_start(installation: Installation) -> None:
    done = installation.run("run", GOLDTHREAD_ENV="production")
    assert done.returncode == 1
    assert "does not start with these settings" in done.stderr
    assert "GOLDTHREAD_SECRET_KEY" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_worker_alone_does_not_start_on_tables_not_yet_made(
    install: Callable[[], Installation],
) -> None:
    done = install().run("worker")
    assert (done.returncode, "tables are not up to date" in done.stderr) == (1, True)


def test_an_address_reads_as_one_would_type_it() -> None:
    assert Address("0.0.0.0", 80).url == "http://127.0.0.1:80"  # noqa: S104
    assert Address("::1", 8000).url == "http://[::1]:8000"


def test_an_address_that_is_not_ours_is_refused() -> None:
    with pytest.raises(CannotServe, match="Cannot listen on"):
        Address("192.0.2.1", 8000).must_be_free()


def wait_for(happened: Callable[[], object]) -> None:
    until = time.monotonic() + 40
    while time.monotonic() < until:
        if happened():
            return
        time.sleep(0.2)
    raise AssertionError("it did not happen within 40 seconds")


def test_a_server_of_ones_own_is_refused_the_same_settings(installation: Installation) -> None:
    done = installation.python("-c", "import goldthread.config.wsgi", GOLDTHREAD_ENV="production")
    assert done.returncode == 1
    assert "GOLDTHREAD_FIELD_KEY is missing" in done.stderr
