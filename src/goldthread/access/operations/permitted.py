"""Who may change settings: checked here as well as at the door of each page."""

from __future__ import annotations

from goldthread.access.models import Unit, User
from goldthread.access.refusals import NOT_ALLOWED, refuse
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.trail.operations import Actor


def must_manage(by: Actor, unit: Unit) -> None:
    """Let `by` change settings at `unit`; the product and the command line always may.

    Raises Refused (WF-01) for a person who does not hold the permission there.
    """
    if isinstance(by, User) and not scope_of(by).holds(Permission.SETTINGS_MANAGE, unit.pk):
        sentence = f"Only an administrator of {unit.name} can change this. Ask one of them."
        raise refuse(NOT_ALLOWED, sentence)


def must_manage_person(by: Actor, user: User) -> None:
    """Let `by` change the person's entry. Raises Refused (WF-01)."""
    if isinstance(by, User) and user.organisation is None:
        raise refuse(NOT_ALLOWED, "This person belongs to no organisation you administer.")
    if user.organisation is not None:
        must_manage(by, user.organisation)


def not_for_oneself(by: Actor, user: User) -> None:
    """Nobody gives themselves roles or takes them: so somebody who may is always left.

    Raises Refused (ACC-13).
    """
    if isinstance(by, User) and by.pk == user.pk:
        sentence = "You cannot change your own roles. Ask another administrator."
        raise refuse("ACC-13", sentence)
