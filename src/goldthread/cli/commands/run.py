"""`goldthread run`: make ready, serve, and work in the background."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import click

from goldthread.cli.database import with_database
from goldthread.cli.refusals import Refused


@click.command()
@click.option("--demo", is_flag=True, help="Load the demonstration provider if nothing is here.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes."
)
@with_database
def command(demo: bool, host: str, port: int, workers: int) -> None:
    """Serve Goldthread and run its background work until stopped.

    Brings the tables up to date first. In production (GOLDTHREAD_ENV=production) it refuses to
    start with insecure settings and says which. Ctrl-C or SIGTERM lets running work finish.
    """
    from goldthread.upkeep.preparing import (
        NotReady,
        collect_static,
        make_tables,
        refuse_unsafe_settings,
    )
    from goldthread.upkeep.serving import Address, CannotServe, serve

    address = Address(host, port)
    try:
        refuse_unsafe_settings()
        address.must_be_free()
        if make_tables():
            click.echo("The tables are up to date.", err=True)
        if collect_static():
            click.echo("Styles and scripts are in place.", err=True)
        signs_in = _load_demo() if demo else []
        serve(address, workers, lambda: _welcome(address.url, signs_in))
    except (NotReady, CannotServe) as refused:
        raise Refused(str(refused)) from refused


def _load_demo() -> list[Any]:
    """The demonstration's sign-ins; loads it only into a database without a provider."""
    from django.conf import settings

    if settings.PRODUCTION:
        raise Refused("The demonstration's passwords are public: it is not loaded in production.")
    from goldthread.access.queries import has_provider

    load = import_module("goldthread.demo.load")
    if not has_provider():
        click.echo("Loading the demonstration provider.", err=True)
        load.load_demo(progress=_progress)
    elif not load.is_loaded():
        click.echo("There is a provider here already, so no demonstration was loaded.", err=True)
        return []
    return list(load.sign_ins())


def _progress(done: int, of: int) -> None:
    """A line that counts, when a person is looking."""
    if os.isatty(2):
        click.echo(f"\r{done:,} of {of:,} incidents", err=True, nl=done == of)


def _welcome(url: str, sign_ins: list[Any]) -> None:
    from django.conf import settings

    click.echo(f"\nGoldthread is ready at {settings.BASE_URL if settings.PRODUCTION else url}")
    if sign_ins:
        click.echo("\nSign in as:")
        wide = max(len(one.email) for one in sign_ins) + 2
        for one in sign_ins:
            click.echo(f"  {one.role:<28}{one.email:<{wide}}{one.password}")
    if os.isatty(1):
        click.echo("\nStop with Ctrl-C.")
