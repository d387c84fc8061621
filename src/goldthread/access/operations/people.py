"""People: their coming, their absences, their passwords and their leaving."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from goldthread.access.models import RoleGrant, Unit, User
from goldthread.access.operations.permitted import (
    must_manage,
    must_manage_person,
    not_for_oneself,
)
from goldthread.access.refusals import NOT_ALLOWED, Refusal, Refused, refuse
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail


@transaction.atomic
def add_person(
    email: str,
    name: str,
    *,
    organisation: Unit,
    job_title: str = "",
    password: str | None = None,
    encoded_password: str = "",
    by: Actor = None,
) -> User:
    """Add a person who can sign in; without a password they set one through the reset page.

    `encoded_password` is one that was hashed already, for adding many people at once.
    Raises Refused. The trail keeps no name or address: they are in the person's own row.
    """
    must_manage(by, organisation)
    email = email.strip()
    refusals = list(_hindrances(email, name))
    if refusals:
        raise Refused(refusals)
    user = User.objects.create_user(
        email, password, name=name.strip()[:120], organisation=organisation, job_title=job_title
    )
    if encoded_password:
        user.password = encoded_password
        user.save(update_fields=["password"])
    _write(user, "access.add_person", by, {})
    return user


def _hindrances(email: str, name: str) -> list[Refusal]:
    found = []
    if not name.strip():
        found.append(Refusal("ACC-01", "Enter a name.", "name"))
    try:
        validate_email(email)
    except ValidationError:
        example = "name@provider.example"
        found.append(Refusal("ACC-05", f"Enter an e-mail address, like {example}.", "email"))
    else:
        if User.objects.filter(email__iexact=email).exists():
            sentence = "Someone with this e-mail address is here already."
            found.append(Refusal("ACC-06", sentence, "email"))
    return found


@transaction.atomic
def change_person(
    user: User, name: str, *, job_title: str = "", phone: str = "", by: Actor = None
) -> User:
    """Correct a person's name, job title or telephone number. Raises Refused.

    The e-mail address stays: whoever could change it could sign in as the person.
    """
    must_manage_person(by, user)
    if not name.strip():
        raise refuse("ACC-01", "Enter a name.", "name")
    after = {"name": name.strip()[:120], "job_title": job_title.strip(), "phone": phone.strip()}
    changed = sorted(key for key, value in after.items() if getattr(user, key) != value)
    if changed:
        User.objects.filter(pk=user.pk).update(**after)
        user.refresh_from_db()
        _write(user, "access.change_person", by, {"changed": changed})
    return user


@transaction.atomic
def note_reset_sent(user: User, *, by: Actor = None) -> None:
    """Write down that an administrator had a link to set a new password sent to the person.

    Raises Refused. The link goes to the person's own address and is never shown to others.
    """
    must_manage_person(by, user)
    if not user.is_active:
        raise refuse("ACC-10", "This person has left and cannot sign in.")
    _write(user, "access.reset_sent", by, {})


@transaction.atomic
def set_password(user: User, password: str, *, by: Actor = None) -> None:
    """Give a person a new password; signs them out everywhere. Raises Refused.

    Nobody sets another's from inside the product: they could then sign in as that person.
    """
    if isinstance(by, User) and by.pk != user.pk:
        raise refuse(NOT_ALLOWED, "Only the person can set this password. Send them a link.")
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise refuse("ACC-07", " ".join(weak.messages), "password") from weak
    user.set_password(password)
    user.save(update_fields=["password"])
    _write(user, "access.set_password", by, {})


@transaction.atomic
def set_absence(
    user: User,
    absent_from: dt.date | None,
    absent_until: dt.date | None = None,
    *,
    covered_by: User | None = None,
    by: Actor = None,
) -> User:
    """Note when a person is away and who covers them; no first day means they are back.

    Everyone may note their own absence. Raises Refused.
    """
    if not (isinstance(by, User) and by.pk == user.pk):
        must_manage_person(by, user)
    if absent_until and not absent_from:
        raise refuse("ACC-08", "Give the first day too, or neither.", "absent_from")
    if absent_from and absent_until and absent_until < absent_from:
        raise refuse("ACC-08", "The last day is before the first. Check both.", "absent_until")
    if covered_by is not None and covered_by.pk == user.pk:
        raise refuse("ACC-09", "Someone else must cover. Choose another person.", "covered_by")
    if covered_by is not None and covered_by.organisation_id != user.organisation_id:
        raise refuse("ACC-09", "Choose someone of the same organisation.", "covered_by")
    if covered_by is not None and not covered_by.is_active:
        raise refuse("ACC-09", "That person has left. Choose another person.", "covered_by")
    user.absent_from, user.absent_until, user.covered_by = absent_from, absent_until, covered_by
    user.save(update_fields=["absent_from", "absent_until", "covered_by"])
    facts = {"from": absent_from, "until": absent_until, "covered_by": covered_by}
    _write(user, "access.set_absence", by, facts)
    return user


@transaction.atomic
def leave(user: User, on: dt.date, *, by: Actor = None) -> User:
    """Record that a person leaves on a day: roles end then, and they cannot sign in after it.

    What they own is not touched: managers are asked for a new owner of each piece.
    """
    must_manage_person(by, user)
    not_for_oneself(by, user)
    if user.left_on is not None and not user.is_active:
        raise refuse("ACC-10", "This person has already left.")
    user.left_on = on
    user.save(update_fields=["left_on"])
    lasting = RoleGrant.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), user=user)
    ended = lasting.update(ends_on=on)
    _write(user, "access.leave", by, {"on": on, "roles_ended": ended})
    if on < timezone.localdate():
        _deactivate(user, by)
    return user


def deactivate_leavers(today: dt.date | None = None) -> int:
    """Stop the accounts of everyone whose last day has passed; returns how many."""
    gone = User.objects.filter(is_active=True, left_on__lt=today or timezone.localdate())
    people = list(gone)
    for user in people:
        _deactivate(user, None)
    return len(people)


@transaction.atomic
def _deactivate(user: User, by: Actor) -> None:
    user.is_active = False
    user.save(update_fields=["is_active"])
    _write(user, "access.deactivate", by, {})


def _write(user: User, kind: str, by: Actor, facts: Mapping[str, object]) -> None:
    write_trail(user, kind, by=by, facts=dict(facts), organisation_id=user.organisation_id)
