"""Letter templates, and letters: drafted from a template, edited, and sent once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from goldthread import defaults
from goldthread.access.models import Unit, User
from goldthread.access.terms import Permission
from goldthread.domain.candour import log_rules as rules
from goldthread.domain.candour.letter_values import letter_values
from goldthread.domain.candour.models import Letter, LetterTemplate, LetterTemplateVersion
from goldthread.domain.candour.queries import newest_version
from goldthread.domain.candour.terms import MERGE_FIELDS, SentHow
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import may
from goldthread.letters.merging import digest, fields_of, merge
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.refusals import NOT_ALLOWED, Refused, refuse
from goldthread.workflow.rules import Rule, broken

SENDING = (
    rules.letter_not_sent,
    rules.letter_is_whole,
    rules.letter_has_recipient,
    rules.letter_has_gone,
)


@transaction.atomic
def draft_letter(
    incident: Incident,
    template: LetterTemplate,
    *,
    by: User,
    at: dt.datetime | None = None,
    values: Mapping[str, str] | None = None,
) -> Letter:
    """Write a letter from the newest wording, filled from the record and then from `values`.

    What neither knows stays as a blank that says what belongs there.
    """
    _may_write(incident, by)
    version = newest_version(template)
    known = letter_values(incident, by) | {k: v for k, v in (values or {}).items() if v.strip()}
    letter = Letter.objects.create(
        incident=incident,
        organisation_id=incident.organisation_id,
        version=version,
        step=template.step,
        recipient=known.get("recipient_name", ""),
        subject=merge(version.subject, known, MERGE_FIELDS).text,
        text=merge(version.body, known, MERGE_FIELDS).text,
        drafted_at=at or timezone.now(),
        drafted_by=by,
    )
    _write(letter, "candour.letter_drafted", by, letter.drafted_at, {"template": template.code})
    return letter


@transaction.atomic
def edit_letter(letter: Letter, *, recipient: str, subject: str, text: str, by: User) -> Letter:
    """Change a draft. Drafts may have blanks; a sent letter does not change (LET-02)."""
    _may_write(letter.incident, by)
    letter = _locked(letter)
    _hold((rules.letter_not_sent,), letter)
    letter.recipient, letter.subject, letter.text = recipient.strip(), subject.strip(), text
    letter.save(update_fields=["recipient", "subject", "text"])
    return letter


@transaction.atomic
def send_letter(
    letter: Letter,
    how: SentHow,
    *,
    by: User,
    sent_at: dt.datetime | None = None,
    at: dt.datetime | None = None,
) -> Letter:
    """Put a letter on record as sent: its exact text, with its hash in the trail."""
    at = at or timezone.now()
    _may_write(letter.incident, by)
    letter = _locked(letter)
    _hold(SENDING, letter, sent_how=how, sent_at=sent_at, at=at)
    letter.sent_at, letter.sent_by, letter.sent_how = sent_at or at, by, how
    letter.text_hash = digest(letter.subject, letter.text)
    letter.save(update_fields=["sent_at", "sent_by", "sent_how", "text_hash"])
    _write(
        letter,
        "candour.letter_sent",
        by,
        at,
        {"hash": letter.text_hash, "how": how, "sent_at": letter.sent_at, "step": letter.step},
    )
    return letter


def _locked(letter: Letter) -> Letter:
    """The letter as it stands now, kept from others until the transaction ends."""
    Letter.objects.select_for_update().get(pk=letter.pk)
    return Letter.objects.select_related("incident", "version").get(pk=letter.pk)


def _hold(every: tuple[Rule, ...], letter: Letter, **facts: object) -> None:
    refusals = broken(every, letter, facts)
    if refusals:
        raise Refused(refusals)


def _may_write(incident: Incident, by: User) -> None:
    if not may(by, Permission.CANDOUR_MANAGE, incident):
        raise refuse(NOT_ALLOWED, "You cannot write letters about this incident.")


def _write(letter: Letter, kind: str, by: User, at: dt.datetime, facts: dict[str, object]) -> None:
    write_trail(
        letter.incident,
        kind,
        by=by,
        at=at,
        facts={"letter": letter.pk, "version": letter.version.number, **facts},
        thread=letter.incident_id,
        organisation_id=letter.organisation_id,
    )


@transaction.atomic
def save_template(
    organisation: Unit,
    code: str,
    *,
    name: str,
    step: str,
    subject: str,
    body: str,
    source: str = "",
    by: User | None = None,
    at: dt.datetime | None = None,
) -> LetterTemplateVersion:
    """Keep a new wording of a template (a new template begins here); used from now on."""
    at = at or timezone.now()
    unknown = [field for field in fields_of(subject, body) if field not in MERGE_FIELDS]
    refusals = broken((rules.template_fields_known,), None, {"unknown": unknown})
    if refusals:
        raise Refused(refusals)
    template, _ = LetterTemplate.objects.update_or_create(
        organisation=organisation,
        code=code,
        defaults={"name": name, "step": step, "source": source},
    )
    version = LetterTemplateVersion.objects.create(
        template=template,
        number=template.versions.count() + 1,
        subject=subject,
        body=body,
        saved_at=at,
        saved_by=by,
    )
    write_trail(
        template,
        "candour.template",
        by=by,
        at=at,
        organisation_id=organisation.pk,
        facts={"number": version.number, "subject": subject, "body": body},
    )
    return version


def install_defaults(
    organisation: Unit, *, by: User | None = None, at: dt.datetime | None = None
) -> list[LetterTemplateVersion]:
    """Give the organisation the shipped letter templates that it does not have yet."""
    have = set(
        LetterTemplate.objects.filter(organisation=organisation).values_list("code", flat=True)
    )
    return [
        save_template(
            organisation,
            row["code"],
            name=row["name"],
            step=row["step"],
            subject=row["subject"],
            body=row["body"],
            source=row["source"],
            by=by,
            at=at,
        )
        for row in defaults.letters()
        if row["code"] not in have
    ]
