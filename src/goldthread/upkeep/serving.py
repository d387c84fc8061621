"""Serving: the web server and a worker side by side, started and stopped together.

Both are forked from one process that has loaded the product, so that it is loaded once.
"""

from __future__ import annotations

import errno
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

READY_WITHIN = 30.0  # seconds
GRACE = 35  # seconds a request or a task may take to finish when asked to stop
THREADS = 8


class CannotServe(Exception):
    """The service cannot start; the message says why and what to do."""


@dataclass(frozen=True)
class Address:
    """Where the service listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    def must_be_free(self) -> None:
        """Raises CannotServe when another program listens here."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((self.host, self.port))
            except OSError as fault:
                raise CannotServe(_why_not(self, fault)) from fault


def _why_not(address: Address, fault: OSError) -> str:
    if fault.errno == errno.EADDRINUSE:
        return (
            f"Another program listens on port {address.port} already, perhaps Goldthread itself. "
            f"Choose another with --port {address.port + 1}."
        )
    if fault.errno == errno.EACCES:
        return f"Port {address.port} may be used by root only. Choose one above 1023 with --port."
    return f"Cannot listen on {address.host} port {address.port}: {fault.strerror}."


class Server(BaseApplication):
    """gunicorn with threads, configured here and nowhere else."""

    def __init__(self, address: Address, workers: int) -> None:
        self.address, self.workers = address, workers
        super().__init__()

    def load_config(self) -> None:
        host = f"[{self.address.host}]" if ":" in self.address.host else self.address.host
        for name, value in {
            "bind": f"{host}:{self.address.port}",
            "workers": self.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "graceful_timeout": GRACE - 5,
            "timeout": 60,
            "keepalive": 5,
            # Each worker is replaced now and then, so that nothing that leaks grows for weeks.
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "proc_name": "goldthread",
            "forwarded_allow_ips": "*" if settings.SECURE_PROXY_SSL_HEADER else "",
            "logger_class": QuietLogger,
            "control_socket_disable": True,
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        from django.core.wsgi import get_wsgi_application

        return get_wsgi_application()


class QuietLogger(Logger):
    """gunicorn's lines go the way of all others (config.logs); its start-up chatter does not."""

    def setup(self, cfg: Any) -> None:
        self.error_log.handlers, self.error_log.propagate = [], True
        self.error_log.setLevel("WARNING")
        self.access_log.handlers, self.access_log.propagate = [], False
        self.access_log.setLevel("CRITICAL")


def serve(address: Address, workers: int, when_ready: Callable[[], None]) -> None:
    """Serve until told to stop. Raises CannotServe when one half dies, after stopping the other.

    SIGTERM and SIGINT let running requests and the current task finish.
    """
    connections.close_all()
    children = {
        _fork(lambda: Server(address, workers).run()): "web server",
        _fork(_work): "worker",
    }
    told: list[int] = []

    def stop(signum: int, frame: FrameType | None) -> None:
        told.append(signum)

    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, stop)
    if _wait_until_ready(address, children, told):
        when_ready()
    died = _watch(children, told)
    _end(children)
    if died:
        raise CannotServe(f"The {died} stopped by itself; its last lines above say why.")


def _fork(work: Callable[[], None]) -> int:
    """Run `work` in a child of its own process group, so that Ctrl-C reaches us alone."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.setpgid(0, 0)
        work()
        code = 0
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else 1
    except BaseException:  # the child must never run on in the parent's code
        import logging

        logging.getLogger("goldthread").exception("could not run")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _work() -> None:
    from goldthread.jobs.worker import run_until_told

    run_until_told()


def _wait_until_ready(address: Address, children: dict[int, str], told: list[int]) -> bool:
    """Ask until the service answers; False when it was stopped or died before."""
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and not told and not _dead(children, reap=False):
        if _answers(address):
            return True
        time.sleep(0.05)
    return False


def _answers(address: Address) -> bool:
    host = "127.0.0.1" if address.host in ("0.0.0.0", "") else address.host  # noqa: S104
    connection = http.client.HTTPConnection(host, address.port, timeout=5)
    named = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else host
    try:
        connection.request("GET", "/healthz", headers={"Host": named.lstrip(".")})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _watch(children: dict[int, str], told: list[int]) -> str:
    """Wait for a signal or a death; returns what died, or nothing."""
    while not told:
        died = _dead(children, reap=True)
        if died:
            return died
        time.sleep(0.2)
    return ""


def _dead(children: dict[int, str], *, reap: bool) -> str:
    for child, name in list(children.items()):
        flags = os.WNOHANG | os.WEXITED | (0 if reap else os.WNOWAIT)
        try:
            gone = os.waitid(os.P_PID, child, flags)
        except ChildProcessError:
            gone = None
            children.pop(child, None)
            return name
        if gone is not None:
            if reap:
                children.pop(child)
            return name
    return ""


def _end(children: dict[int, str]) -> None:
    """Ask the rest to stop in good order, and after the grace period make them."""
    for child in children:
        os.kill(child, signal.SIGTERM)
    until = time.monotonic() + GRACE
    while children and time.monotonic() < until:
        _dead(children, reap=True)
        time.sleep(0.05)
    for child in children:
        os.killpg(child, signal.SIGKILL)
