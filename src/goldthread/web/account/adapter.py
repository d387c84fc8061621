"""How the sign-in package behaves here: no sign-up, plain words, our own people."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string

from goldthread.access.sealed import seal, unseal
from goldthread.web.account.middleware import BEGAN

JUST_NOW = 300  # seconds
SAME_ANSWER = (
    "That email address and password do not match. Check both, or choose a new password "
    "with “I have forgotten my password”."
)

# What the package says after a step, in our words; what is not here is not said.
SAID = {
    "account/messages/password_changed.txt": "Your password is changed.",
    "account/messages/password_set.txt": "Your password is changed.",
    "mfa/messages/totp_activated.txt": "Your authenticator app now protects your account.",
    "mfa/messages/totp_deactivated.txt": "Your authenticator app is switched off.",
    "mfa/messages/recovery_codes_generated.txt": "New recovery codes are ready. The old ones no longer work.",
    "usersessions/messages/sessions_logged_out.txt": "You are signed out everywhere else.",
}


class Adapter(DefaultAccountAdapter):
    """Answers sign-in the same way whether or not an account exists."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": SAME_ANSWER,
        "account_inactive": SAME_ANSWER,
        "enter_current_password": "That is not your current password",
        "incorrect_password": "That password is not right. Try again",
        "too_many_login_attempts": "Too many tries. Wait a few minutes, then try again.",
        "rate_limited": "Too many tries. Wait a minute, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        words = SAID.get(message_template or "")
        if words:
            messages.add_message(request, messages.SUCCESS, words)

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        found = self.authenticate(
            context.request, email=getattr(user, user.get_email_field_name()), password=password
        )
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within minutes of signing in: the password was given just now."""
        began = context.request.session.get(BEGAN, 0)
        if time.time() - began < JUST_NOW:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        self.render_mail(template_prefix, email, context).send()

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """The first line of our template is the subject, the rest the text."""
        name = template_prefix.rsplit("/", 1)[-1]
        known = "password_reset_key" if name == "password_reset_key" else "account_changed"
        text = render_to_string(
            f"account/email/{known}.txt", {"change": CHANGES.get(name), **context}
        )
        subject, _, body = text.lstrip().partition("\n")
        return EmailMessage(subject.strip(), body.lstrip(), self.get_from_email(), [email])


# What is told by e-mail after a change to an account, so that a stranger's change is noticed.
CHANGES = {
    "password_changed": "Your password was changed.",
    "password_reset": "Your password was changed through the reset page.",
    "password_set": "Your password was set.",
    "totp_activated": "An authenticator app was added to your account.",
    "totp_deactivated": "The authenticator app was removed from your account.",
    "recovery_codes_generated": "New recovery codes were made for your account.",
}


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor's sentences; its secrets are encrypted at rest."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Enter the newest code your app shows",
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
