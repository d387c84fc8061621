"""Tasks that tests enqueue; a task must be found by its path."""

from __future__ import annotations

from django_tasks import task

ran: list[str] = []


@task()
def note(word: str) -> str:
    ran.append(word)
    return word


@task()
def fail() -> None:
    ran.append("fail")
    raise RuntimeError("what Mr Example said")
