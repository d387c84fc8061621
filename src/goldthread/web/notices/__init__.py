"""What a person is told and how, their calendar, and the outbox of e-mails."""
