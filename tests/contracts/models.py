"""What every kind of record is: how tests make it, who sees it, and how it changes.

A new model is added here first, so that nobody forgets to say who may see it.

- `made`: what brings one into being in tests: a factory, or the operation itself.
- `seen`: how it is filtered for a person.
- `changes`: `moves` (only by transitions), `grows` (rows are added and never changed),
  `operations` (changed by operations that write the trail), `settings` (by those who manage
  settings), or `product` (kept by the product itself).
"""

from __future__ import annotations

from dataclasses import dataclass

CHANGES = {"moves", "grows", "operations", "settings", "product"}
OWN = "its own person"
INCIDENT = "within(permission, incident)"
UNIT = "Scope.q(permission)"
ORGANISATION = "the person's organisation"
FORUM = "whoever may see its forum"
AGENDA = "whoever may see its meeting, its subject and its incident"
SUBJECT = "whoever may see the record it is about"
ROOM = "whoever may see its room"
PACK = "whoever may open its pack"
TWO = "the two people, and whoever manages the team"
NOBODY = "nobody: read by the product"


@dataclass(frozen=True)
class Kind:
    """One row of the table."""

    made: str
    seen: str
    changes: str


def of(made: str, seen: str, changes: str) -> Kind:
    return Kind(made, seen, changes)


MODELS: dict[str, Kind] = {
    "access.Unit": of("tests.factories.people.team", ORGANISATION, "settings"),
    "access.OrganisationProfile": of(
        "tests.factories.people.organisation", ORGANISATION, "settings"
    ),
    "access.User": of("tests.factories.people.person", ORGANISATION, "settings"),
    "access.RoleGrant": of("goldthread.access.operations.grant_role", ORGANISATION, "settings"),
    "access.OnCall": of("goldthread.access.operations.put_on_call", ORGANISATION, "settings"),
    "access.EmergencyOpening": of("goldthread.access.operations.open_in_emergency", OWN, "grows"),
    "trail.Entry": of("goldthread.trail.operations.record", "trail_reading.readable", "grows"),
    "trail.Head": of("goldthread.trail.operations.record", NOBODY, "product"),
    "trail.Checkpoint": of("goldthread.trail.checkpoints.checkpoint", NOBODY, "grows"),
    "clocks.ClockPolicy": of(
        "goldthread.domain.setting_up.install_defaults", ORGANISATION, "settings"
    ),
    "clocks.Clock": of("goldthread.clocks.operations.start", SUBJECT, "operations"),
    "decision_tools.Tool": of(
        "goldthread.domain.setting_up.install_defaults", ORGANISATION, "settings"
    ),
    "decision_tools.ToolVersion": of(
        "goldthread.domain.setting_up.install_defaults", ORGANISATION, "settings"
    ),
    "decision_tools.Run": of("goldthread.decision_tools.operations.run", SUBJECT, "grows"),
    "instruments.Instrument": of(
        "goldthread.domain.setting_up.install_defaults", ORGANISATION, "settings"
    ),
    "instruments.InstrumentVersion": of(
        "goldthread.domain.setting_up.install_defaults", ORGANISATION, "settings"
    ),
    "instruments.Response": of("goldthread.instruments.operations.respond", SUBJECT, "operations"),
    "evidence.Item": of("goldthread.evidence.operations.add_item", SUBJECT, "operations"),
    "evidence.StoredFile": of("goldthread.evidence.operations.store_file", SUBJECT, "grows"),
    "notices.Notice": of("goldthread.notices.operations.send", OWN, "operations"),
    "notices.Mail": of("goldthread.notices.operations.send", NOBODY, "product"),
    "notices.Preference": of("goldthread.notices.choices.choose", OWN, "operations"),
    "notices.CalendarAddress": of(
        "goldthread.notices.choices.new_calendar_address", OWN, "operations"
    ),
    "jobs.ScheduleRun": of("goldthread.jobs.operations.run_due_schedules", NOBODY, "product"),
    "jobs.Heartbeat": of("goldthread.jobs.operations.beat", NOBODY, "product"),
    "incidents.Category": of(
        "goldthread.domain.setting_up.install_defaults", ORGANISATION, "settings"
    ),
    "incidents.Theme": of(
        "goldthread.domain.setting_up.install_defaults", ORGANISATION, "settings"
    ),
    "incidents.Tag": of("goldthread.domain.setting_up.install_defaults", ORGANISATION, "settings"),
    "incidents.ReferenceCounter": of("tests.factories.incidents.make_incident", NOBODY, "product"),
    "incidents.SavedView": of(
        "goldthread.domain.incidents.operations.save_view", OWN, "operations"
    ),
    "incidents.Incident": of("tests.factories.incidents.make_incident", UNIT, "moves"),
    "incidents.IncidentTheme": of(
        "goldthread.domain.incidents.operations.set_themes", INCIDENT, "operations"
    ),
    "incidents.IncidentViewer": of(
        "goldthread.domain.incidents.operations.restrict", INCIDENT, "operations"
    ),
    "incidents.PersonAffected": of("tests.factories.incidents.make_incident", INCIDENT, "grows"),
    "incidents.SequenceStep": of("tests.factories.incidents.make_incident", INCIDENT, "grows"),
    "incidents.ImmediateAction": of("tests.factories.incidents.make_incident", INCIDENT, "grows"),
    "incidents.Addendum": of(
        "goldthread.domain.incidents.operations.add_addendum", INCIDENT, "grows"
    ),
    "incidents.Message": of(
        "goldthread.domain.incidents.operations.tell_reporter", INCIDENT, "grows"
    ),
    "incidents.ReportDraft": of(
        "goldthread.domain.incidents.operations.start_draft", OWN, "operations"
    ),
    "incidents.Triage": of("tests.factories.incidents.triaged", INCIDENT, "grows"),
    "incidents.TriageAnswer": of("tests.factories.incidents.triaged", INCIDENT, "operations"),
    "incidents.Stabilisation": of("tests.factories.incidents.triaged", INCIDENT, "operations"),
    "people.Person": of("tests.factories.registers.person_served", UNIT, "moves"),
    "people.PersonCounter": of("tests.factories.registers.person_served", NOBODY, "product"),
    "safeguarding.SafeguardingCase": of("tests.factories.safeguarding.concern", INCIDENT, "moves"),
    "safeguarding.SafeguardingAction": of(
        "tests.factories.safeguarding.action_in", INCIDENT, "moves"
    ),
    "links.SignedLink": of("goldthread.links.operations.make_link", SUBJECT, "operations"),
    "interfaces.InterfaceTemplate": of(
        "goldthread.domain.setting_up.install_defaults", ORGANISATION, "settings"
    ),
    "interfaces.InterfaceTemplateVersion": of(
        "goldthread.domain.setting_up.install_defaults", ORGANISATION, "settings"
    ),
    "interfaces.InterfaceAgreement": of("tests.factories.interfaces.drafted", UNIT, "moves"),
    "interfaces.AgreementRow": of("tests.factories.interfaces.drafted", SUBJECT, "operations"),
    "interfaces.PartnerAnswer": of("tests.factories.interfaces.agreed", SUBJECT, "grows"),
    "interfaces.PartnerIssue": of("tests.factories.interfaces.issue_with", UNIT, "moves"),
    "safeguarding.PartnerAgency": of(
        "goldthread.domain.registers.safeguarding.operations.keep_partner",
        ORGANISATION,
        "operations",
    ),
    "safeguarding.ThresholdDecision": of(
        "goldthread.domain.registers.safeguarding.operations.decide_threshold", INCIDENT, "grows"
    ),
    "safeguarding.Delay": of("tests.factories.safeguarding.referred_late", INCIDENT, "grows"),
    "safeguarding.LadderStep": of(
        "goldthread.domain.registers.safeguarding.operations.log_ladder_step", INCIDENT, "grows"
    ),
    "safeguarding.CaseNote": of(
        "goldthread.domain.registers.safeguarding.operations.add_note", INCIDENT, "grows"
    ),
    "safeguarding.SafeguardingConfirmation": of(
        "goldthread.domain.registers.safeguarding.operations.confirm_action", INCIDENT, "grows"
    ),
    "complaints.Complaint": of("tests.factories.restrictions.complaint_of", UNIT, "moves"),
    "complaints.ComplaintCounter": of(
        "tests.factories.restrictions.complaint_of", NOBODY, "product"
    ),
    "restrictions.Restriction": of("tests.factories.restrictions.in_force", UNIT, "moves"),
    "restrictions.Alternative": of("tests.factories.restrictions.in_force", SUBJECT, "operations"),
    "restrictions.Decision": of("tests.factories.restrictions.reviewed", SUBJECT, "grows"),
    "restrictions.RestrictionCounter": of(
        "tests.factories.restrictions.proposed", NOBODY, "product"
    ),
    "restrictions.Snapshot": of(
        "goldthread.domain.registers.restrictions.operations.take_snapshot", ORGANISATION, "grows"
    ),
    "escalation.Indicator": of(
        "goldthread.domain.setting_up.install_defaults", ORGANISATION, "settings"
    ),
    "escalation.IndicatorVersion": of(
        "goldthread.domain.setting_up.install_defaults", ORGANISATION, "grows"
    ),
    "escalation.Episode": of("tests.factories.escalation.observed", UNIT, "moves"),
    "escalation.EpisodeCounter": of("tests.factories.escalation.observed", NOBODY, "product"),
    "escalation.Observation": of("tests.factories.escalation.observed", SUBJECT, "grows"),
    "escalation.StepUp": of("tests.factories.escalation.step_up_due", SUBJECT, "operations"),
    "escalation.Monitoring": of("tests.factories.escalation.monitored", SUBJECT, "operations"),
    "escalation.SeniorReview": of("tests.factories.escalation.reviewed", SUBJECT, "grows"),
    "escalation.CohortDefinition": of(
        "goldthread.domain.setting_up.install_defaults", ORGANISATION, "grows"
    ),
    "escalation.RiskFlag": of(
        "goldthread.domain.registers.escalation.operations.flag_person", UNIT, "operations"
    ),
    "escalation.Cohort": of("tests.factories.escalation.frozen", UNIT, "moves"),
    "escalation.CohortMember": of("tests.factories.escalation.frozen", SUBJECT, "operations"),
    "escalation.Crisis": of("tests.factories.escalation.crisis", UNIT, "moves"),
    "reviews.Review": of("tests.factories.reviews.review_of", INCIDENT, "moves"),
    "reviews.LinkedIncident": of(
        "goldthread.domain.reviews.operations.link_incidents", INCIDENT, "operations"
    ),
    "reviews.Answer": of(
        "goldthread.domain.reviews.operations.answer_questions", INCIDENT, "operations"
    ),
    "reviews.LensNote": of("tests.factories.reviews.write_structured", INCIDENT, "operations"),
    "reviews.Factor": of("tests.factories.reviews.write_rapid", INCIDENT, "operations"),
    "reviews.FamilyQuestion": of(
        "goldthread.domain.reviews.operations.ask_for_family", INCIDENT, "operations"
    ),
    "reviews.ChronologyEntry": of(
        "goldthread.domain.reviews.operations.add_chronology", INCIDENT, "operations"
    ),
    "reviews.Session": of(
        "goldthread.domain.reviews.operations.add_session", INCIDENT, "operations"
    ),
    "reviews.Finding": of("tests.factories.reviews.write_structured", INCIDENT, "operations"),
    "reviews.LearningPoint": of("tests.factories.reviews.write_structured", INCIDENT, "operations"),
    "reviews.Pattern": of(
        "goldthread.domain.reviews.operations.add_pattern", INCIDENT, "operations"
    ),
    "actions.Action": of("tests.factories.actions.make_agreed", INCIDENT, "moves"),
    "actions.ActionRoute": of("tests.factories.actions.make_agreed", INCIDENT, "operations"),
    "actions.ActionIncident": of("tests.factories.actions.make_agreed", INCIDENT, "operations"),
    "actions.Implementation": of("tests.factories.actions.implement", INCIDENT, "grows"),
    "actions.Communication": of("tests.factories.actions.communicate", INCIDENT, "grows"),
    "actions.Extension": of(
        "goldthread.domain.actions.operations.request_extension", INCIDENT, "operations"
    ),
    "actions.Reassignment": of("goldthread.domain.actions.operations.reassign", INCIDENT, "grows"),
    "verification.Plan": of("tests.factories.verification.planned", INCIDENT, "moves"),
    "verification.Conclusion": of(
        "goldthread.domain.verification.operations.conclude", INCIDENT, "grows"
    ),
    "verification.Registration": of("tests.factories.verification.registered", INCIDENT, "grows"),
    "verification.Effect": of("tests.factories.verification.effect_of", INCIDENT, "grows"),
    "verification.Round": of("tests.factories.verification.running", INCIDENT, "operations"),
    "verification.Case": of("tests.factories.verification.drawn", INCIDENT, "operations"),
    "scenarios.Scenario": of(
        "tests.factories.learning.published",
        "the bank for the organisation; drafts for maker and checkers",
        "moves",
    ),
    "scenarios.Question": of("tests.factories.learning.published", SUBJECT, "operations"),
    "scenarios.NotPersonal": of(
        "goldthread.domain.learning.scenarios.operations.say_not_personal", SUBJECT, "grows"
    ),
    "library.Item": of(
        "tests.factories.library.published",
        "all staff of the organisation; drafts for writer and checkers",
        "moves",
    ),
    "library.NotPersonal": of(
        "goldthread.domain.learning.library.operations.say_not_personal", SUBJECT, "grows"
    ),
    "library.ItemCounter": of("tests.factories.library.drafted", NOBODY, "product"),
    "bulletins.Bulletin": of(
        "tests.factories.bulletins.sent",
        "all staff of the organisation; drafts for those who send them",
        "moves",
    ),
    "bulletins.Recipient": of("tests.factories.bulletins.sent", OWN, "operations"),
    "bulletins.TeamAnswer": of("tests.factories.bulletins.sent", UNIT, "moves"),
    "bulletins.Use": of(
        "goldthread.domain.learning.bulletins.operations.use_as_communication", SUBJECT, "grows"
    ),
    "recall.Check": of("tests.factories.recall.drawn", UNIT, "moves"),
    "recall.Asked": of("tests.factories.recall.drawn", SUBJECT, "operations"),
    "feedback.WhatChanged": of("tests.factories.feedback.told", INCIDENT, "grows"),
    "pulse.Pulse": of("tests.factories.pulse.opened", ORGANISATION, "moves"),
    "pulse.Tally": of("tests.factories.pulse.answered", NOBODY, "product"),
    "pulse.TakenPart": of("tests.factories.pulse.answered", NOBODY, "product"),
    "coaching.Session": of("tests.factories.learning.session_of", UNIT, "moves"),
    "coaching.Attendance": of("tests.factories.learning.session_of", SUBJECT, "grows"),
    "coaching.Answer": of("tests.factories.learning.session_of", SUBJECT, "grows"),
    "coaching.Proof": of(
        "goldthread.domain.learning.coaching.operations.use_as_evidence", SUBJECT, "grows"
    ),
    "coaching.Sitting": of("tests.factories.learning.sitting_of", UNIT, "moves"),
    "supervision.Pair": of("tests.factories.supervision.pair_of", TWO, "moves"),
    "supervision.Prompt": of("tests.factories.supervision.prompt_of", UNIT, "moves"),
    "supervision.Session": of("tests.factories.supervision.session_of", TWO, "moves"),
    "supervision.PromptUse": of("tests.factories.supervision.session_of", SUBJECT, "grows"),
    "supervision.PrivateNote": of(
        "tests.factories.supervision.session_of", "the two people of the session alone", "grows"
    ),
    "supervision.Check": of(
        "goldthread.domain.learning.supervision.operations.check_competency", SUBJECT, "grows"
    ),
    "supervision.Proof": of(
        "goldthread.domain.learning.supervision.operations.use_as_evidence", SUBJECT, "grows"
    ),
    "signals.Signal": of("tests.factories.signals.repeat", UNIT, "moves"),
    "signals.SignalIncident": of("tests.factories.signals.repeat", INCIDENT, "operations"),
    "rooms.Room": of("tests.factories.rooms.opened", "rooms.queries.visible_to", "moves"),
    "rooms.RoomGuest": of("tests.factories.rooms.opened", ROOM, "grows"),
    "rooms.RoomThing": of(
        "goldthread.domain.governance.rooms.operations.put_pack", ROOM, "operations"
    ),
    "rooms.PackShare": of(
        "goldthread.domain.governance.rooms.operations.share_pack", PACK, "grows"
    ),
    "packs.Pack": of("tests.factories.packs.monthly", "packs.queries.visible_to", "moves"),
    "packs.Commentary": of(
        "goldthread.domain.governance.packs.operations.write", PACK, "operations"
    ),
    "packs.PackFile": of(
        "goldthread.domain.governance.packs.operations.ask_for_files", PACK, "product"
    ),
    "forums.Forum": of("tests.factories.forums.make_forum", UNIT, "settings"),
    "forums.ForumMember": of("tests.factories.forums.make_forum", FORUM, "settings"),
    "forums.Meeting": of("tests.factories.forums.planned", UNIT, "moves"),
    "forums.Attendance": of(
        "goldthread.domain.governance.forums.operations.mark", FORUM, "operations"
    ),
    "forums.AgendaItem": of("tests.factories.forums.begun", AGENDA, "operations"),
    "forums.ActionCheck": of("tests.factories.forums.begun", AGENDA, "operations"),
    "themes.FoundTheme": of("tests.factories.themes.found_themes", ORGANISATION, "operations"),
    "themes.ThemeMember": of("tests.factories.themes.found_themes", INCIDENT, "product"),
    "themes.FittedModel": of("tests.factories.themes.found_themes", NOBODY, "product"),
    "themes.Reading": of(
        "goldthread.domain.insight.themes.operations.read_new", INCIDENT, "product"
    ),
    "candour.Candour": of("tests.factories.candour.triggered", INCIDENT, "moves"),
    "candour.Decision": of("tests.factories.candour.decided", INCIDENT, "grows"),
    "candour.Attempt": of("goldthread.domain.candour.operations.record_attempt", INCIDENT, "grows"),
    "candour.EngagementEntry": of("goldthread.domain.candour.operations.engage", INCIDENT, "grows"),
    "candour.FamilyQuestion": of(
        "goldthread.domain.candour.operations.ask", INCIDENT, "operations"
    ),
    "candour.LetterTemplate": of(
        "goldthread.domain.setting_up.install_defaults", ORGANISATION, "settings"
    ),
    "candour.LetterTemplateVersion": of(
        "goldthread.domain.setting_up.install_defaults", ORGANISATION, "settings"
    ),
    "candour.Letter": of(
        "goldthread.domain.candour.operations.draft_letter", INCIDENT, "operations"
    ),
    "measures.Tally": of("goldthread.domain.insight.measures.operations.recount", UNIT, "product"),
    "measures.Denominator": of(
        "goldthread.domain.insight.measures.operations.enter_denominators",
        ORGANISATION,
        "settings",
    ),
    "measures.Progress": of(
        "goldthread.domain.insight.measures.operations.rebuild", NOBODY, "product"
    ),
}
