"""Codes and labels of openness. Law: Health and Social Care Act 2008 (Regulated Activities)
Regulations 2014, regulation 20 (domain.md section 3)."""

from __future__ import annotations

from django.db import models

from goldthread.access.terms import ProviderType


class Status(models.TextChoices):
    UNDECIDED = "undecided", "Not decided yet"
    NOT_TRIGGERED = "not_triggered", "The duty of candour does not apply"
    TRIGGERED = "triggered", "The duty of candour applies"
    TOLD = "told", "Told in person"
    SUPPORTED = "supported", "Support offered"
    WRITTEN = "written", "Written follow-up sent"
    RESULTS_SHARED = "results_shared", "Results shared"
    COMPLETE = "complete", "Complete"


SETTLED = (Status.NOT_TRIGGERED, Status.COMPLETE)
UNDER_WAY = (
    Status.TRIGGERED,
    Status.TOLD,
    Status.SUPPORTED,
    Status.WRITTEN,
    Status.RESULTS_SHARED,
)

# Who must be told differs by kind of provider: 20(8) for health service bodies, 20(9) for others.
TOOL_FOR = {
    ProviderType.NHS_BODY: "candour_health_service_body",
    ProviderType.INDEPENDENT: "candour_other_registered_person",
    ProviderType.VOLUNTARY: "candour_other_registered_person",
}


class Relationship(models.TextChoices):
    """The relevant person: the person affected, or someone lawfully acting for them."""

    SELF = "self", "The person affected"
    DIED = "died", "Someone acting for them, because they have died"
    LACKS_CAPACITY = "lacks_capacity", "Someone acting for them, because they lack capacity"
    UNDER_16 = (
        "under_16",
        "Someone acting for them, because they are under 16 and not competent to decide",
    )


class ToldHow(models.TextChoices):
    FACE_TO_FACE = "face_to_face", "Face to face"
    VIDEO = "video", "By video, because the person asked for it"
    TELEPHONE = "telephone", "By telephone"


IN_PERSON = (ToldHow.FACE_TO_FACE, ToldHow.VIDEO)


class ContactHow(models.TextChoices):
    FACE_TO_FACE = "face_to_face", "Face to face"
    TELEPHONE = "telephone", "Telephone"
    VIDEO = "video", "Video call"
    LETTER = "letter", "Letter"
    EMAIL = "email", "E-mail"
    TEXT = "text", "Text message"
    THROUGH_SOMEONE = "through_someone", "Through someone they trust"


class AttemptResult(models.TextChoices):
    REACHED = "reached", "Reached: they will talk with us"
    NO_ANSWER = "no_answer", "No answer"
    MESSAGE_LEFT = "message_left", "Message left"
    WRONG_DETAILS = "wrong_details", "The contact details were wrong"
    DECLINED = "declined", "They do not want contact"


class ContactOutcome(models.TextChoices):
    """How candour ended where the person was not told everything (regulation 20(5))."""

    CANNOT_BE_REACHED = "cannot_be_reached", "The person could not be reached"
    DECLINES = "declines", "The person does not want contact"


class Party(models.TextChoices):
    """Who was engaged with."""

    PERSON = "person", "The person affected"
    FAMILY = "family", "Family, carer or friend"
    ADVOCATE = "advocate", "Advocate or someone acting for them"
    NOBODY = "nobody", "Nobody yet, or nobody at all"


class LetterStep(models.TextChoices):
    """What a letter is for."""

    WRITTEN_FOLLOW_UP = "written_follow_up", "Follow-up after telling someone in person"
    RESULTS_SHARED = "results_shared", "Results of our enquiries"
    UNABLE_TO_CONTACT = "unable_to_contact", "Record of attempts to make contact"
    ENGAGEMENT = "engagement", "Letter outside the duty of candour"


class SentHow(models.TextChoices):
    POST = "post", "By post"
    BY_HAND = "by_hand", "Given by hand"
    EMAIL = "email", "By e-mail"
    KEPT = "kept", "Kept on record (not sent to anyone)"


MERGE_FIELDS = {
    "recipient_name": "who the letter is to",
    "person_name": "the person's name",
    "incident_date": "the date of the incident",
    "told_by": "who told them",
    "told_on": "the date they were told",
    "what_happened": "what happened",
    "what_we_do_not_know": "what we do not know yet",
    "enquiries_planned": "the enquiries planned",
    "questions_asked": "the questions they asked",
    "support_offered": "the support offered",
    "contact_name": "the contact's name",
    "contact_role": "the contact's role",
    "contact_phone": "the contact's telephone number",
    "contact_hours": "when the contact can be reached",
    "next_contact_on": "the date of the next contact",
    "what_we_found": "what we found",
    "answers_to_questions": "the answers to their questions",
    "what_will_change": "what will change",
    "how_we_will_check": "how we will check that it has changed",
    "what_we_could_not_find": "what we could not find out",
    "meeting_offer": "the offer of a meeting",
    "complaint_route": "how to complain",
    "relevant_person": "the person we tried to reach",
    "relationship": "their relationship to the person affected",
    "attempts": "the attempts",
    "outcome": "what came of the attempts",
    "wishes": "what the person has said about contact",
    "who_else_asked": "who else was asked",
    "when_looked_at_again": "when this will be looked at again",
    "recorded_by": "who records this",
    "recorded_on": "the date of the record",
    "what_we_are_doing": "what we are doing",
    "reference": "our reference",
    "signatory_name": "who signs",
    "signatory_role": "the signatory's role",
    "organisation": "the organisation's name",
}
LONG_FIELDS = frozenset(
    {
        "what_happened",
        "what_we_do_not_know",
        "enquiries_planned",
        "questions_asked",
        "support_offered",
        "what_we_found",
        "answers_to_questions",
        "what_will_change",
        "how_we_will_check",
        "what_we_could_not_find",
        "meeting_offer",
        "complaint_route",
        "attempts",
        "what_we_are_doing",
    }
)
