"""Entries of the trail in plain words: what happened and who did it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from goldthread.access.queries import names_of
from goldthread.workflow.transitions import TRANSITIONS

PERSON, UNIT = "access.user", "access.unit"
NAMED = ("settings.", "clocks.")
WORDS = {
    "incident.report": "Reported",
    "incident.import": "Imported",
    "incident.import_history": "Imported as history",
    "incident.completed": "Completed the report",
    "incident.addendum": "Added a later fact",
    "incident.person": "Added a person affected",
    "incident.step": "Added a step of what happened",
    "incident.immediate_action": "Recorded an immediate action",
    "incident.message": "Wrote in the conversation with the reporter",
    "incident.themes": "Set the themes",
    "incident.opened": "Opened the record",
    "incident.opened_in_emergency": "Opened the restricted record in an emergency",
    "incident.stabilise": "Recorded a part of stabilisation",
    "incident.partner_told": "Recorded that the partner was told",
    "incident.restrict": "Restricted who sees this",
    "incident.lift_restriction": "Lifted the restriction",
    "incidents.export": "Exported incidents",
    "reading.chosen": "Chose a category where one was suggested",
    "found_theme.found": "Found in accounts",
    "found_theme.rename": "Named the theme",
    "found_theme.pin": "Pinned the theme",
    "found_theme.unpin": "Took the pin out of the theme",
    "found_theme.merge": "Merged the theme into another",
    "found_theme.absorb": "Merged another theme into this one",
    "found_theme.split": "Split the theme",
    "found_theme.split_off": "Split off from another theme",
    "found_theme.adopt": "Made the theme one of the organisation's own",
    "evidence.add": "Added evidence",
    "evidence.store_file": "Added a file",
    "evidence.withdraw": "Withdrew evidence",
    "candour.template": "Changed a letter template",
    "candour.letter_drafted": "Drafted a letter",
    "candour.letter_sent": "Sent a letter",
    "candour.engage": "Recorded contact with the person or family",
    "candour.question": "Recorded a question of the person or family",
    "candour.answer": "Answered a question of the person or family",
    "escalation.indicator": "Changed an early warning indicator",
    "cohort.define": "Defined the high-risk cohort",
    "cohort.flag": "Flagged a person for the high-risk cohort",
    "cohort.unflag": "Ended the flag for the high-risk cohort",
    "decision_tool.draft": "Drafted a decision tool",
    "decision_tool.publish": "Published a decision tool",
    "decision_tool.run": "Ran a decision tool",
    "safeguarding.partner": "Changed the list of partner agencies",
    "link.made": "Made a link for a partner",
    "link.withdrawn": "Withdrew a partner's link",
    "link.code": "Made a one-time code for a partner's link",
    "link.opened": "Opened by a partner's link",
    "interface_template.draft": "Drafted the template of agreements with partners",
    "interface_template.publish": "Put a new template of agreements with partners into use",
    "instrument.draft": "Drafted an instrument",
    "instrument.publish": "Published an instrument",
    "instrument.respond": "Answered an instrument",
    "instrument.correct": "Corrected an answer of an instrument",
    "access.add_organisation": "Added the organisation",
    "access.add_unit": "Added a unit",
    "access.change_unit": "Changed a unit",
    "access.close_unit": "Closed a unit",
    "access.change_profile": "Changed the organisation's profile",
    "access.add_person": "Added a person",
    "access.change_person": "Corrected a person's details",
    "access.set_password": "Set a password",
    "access.reset_sent": "Had a link to set a password sent",
    "access.set_absence": "Noted an absence and its cover",
    "access.leave": "Noted that a person leaves",
    "access.deactivate": "Stopped the account of someone who left",
    "access.grant_role": "Gave a role",
    "access.withdraw_role": "Took a role away",
    "access.put_on_call": "Put someone on call",
    "access.take_off_call": "Took someone off the rota",
    "settings.category": "Changed a category",
    "settings.theme": "Changed a theme",
    "meeting.record": "Talked about at a meeting",
    "settings.forum": "Changed a forum",
    "settings.tag": "Changed a pathway or service model",
    "settings.denominators": "Entered caseload or contacts",
    "notices.choose": "Chose how to be told",
    "notices.calendar_made": "Made a calendar address",
    "notices.calendar_ended": "Took a calendar address away",
    "notices.send_again": "Sent an e-mail again",
    "clocks.policy": "Changed a time limit",
}
ROUTES = {
    "anonymous": "An anonymous reporter",
    "confidential": "A confidential reporter",
    "person_or_family": "A person using the service, or their family",
}
OTHERS = {
    "system": "The product",
    "partner:link": "Someone at a partner agency, by a signed link",
    "cli": "Someone at the server's command line",
}


def what(row: Any) -> str:
    """What an entry says happened."""
    if row.kind in WORDS:
        return WORDS[row.kind]
    move = TRANSITIONS.get(row.kind)
    return move.done if move else row.kind.replace(".", ": ").replace("_", " ").capitalize()


def names_in(rows: Iterable[Any]) -> dict[int, str]:
    """The names of everyone who did something in these entries, or whose own they are."""
    entries = list(rows)
    codes = {row.actor for row in entries if row.actor.startswith("user:")}
    theirs = {row.record_id for row in entries if row.record_type == PERSON}
    return names_of({int(code.removeprefix("user:")) for code in codes} | theirs)


def about(row: Any, names: dict[int, str], units: dict[int, str]) -> str:
    """Whom or what a change of a setting is about; empty for the rest."""
    if row.record_type == PERSON:
        return names.get(row.record_id, "")
    if row.record_type == UNIT:
        return units.get(row.record_id, "")
    facts = json.loads(row.body)["facts"] if row.kind.startswith(NAMED) else {}
    return str(facts.get("name") or facts.get("kind", "").replace("_", " "))


def who(actor: str, names: dict[int, str]) -> str:
    """Who did it; never more than the trail may know."""
    kind, _, rest = actor.partition(":")
    if kind == "user":
        return names.get(int(rest), "Someone who has left")
    if kind == "reporter":
        return ROUTES.get(rest, "A reporter")
    return OTHERS.get(actor, "The product")
