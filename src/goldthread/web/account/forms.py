"""The sign-in package's forms with our labels, hints and sentences."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.validators import EmailValidator

WRONG_ADDRESS = "Enter an email address like name@example.org"
CHOOSING_HINT = (
    "Use 12 characters or more. Three words that do not belong together are easy to remember."
)


def _say(
    form: forms.Form, name: str, label: str, *, missing: str, hint: str = "", **attrs: str
) -> None:
    """Set the words of one field, and the attributes browsers use to fill it in."""
    own = form.fields[name]
    own.label, own.help_text = label, hint
    own.error_messages |= {"required": missing}
    own.widget.attrs.pop("placeholder", None)
    own.widget.attrs |= attrs
    own.display = {"width": "20"} if name != "code" else {"width": "10", "inputmode": "numeric"}  # type: ignore[attr-defined]


def _email(form: forms.Form, name: str) -> None:
    _say(form, name, "Email address", missing="Enter your email address",
         autocomplete="username", spellcheck="false", autocapitalize="none")  # fmt: skip
    form.fields[name].error_messages |= {"invalid": WRONG_ADDRESS}
    form.fields[name].validators = [EmailValidator(WRONG_ADDRESS)]
    form.fields[name].display = {}  # type: ignore[attr-defined]


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _email(self, "login")
        _say(self, "password", "Password", missing="Enter your password",
             autocomplete="current-password")  # fmt: skip


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", "Password", missing="Enter your password",
             autocomplete="current-password")  # fmt: skip


class ResetForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _email(self, "email")


class NewPasswordForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_passwords(self)


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", "Current password", missing="Enter your current password",
             autocomplete="current-password")  # fmt: skip
        _new_passwords(self)


def _new_passwords(form: forms.Form) -> None:
    _say(form, "password1", "New password", missing="Enter a new password", hint=CHOOSING_HINT,
         autocomplete="new-password")  # fmt: skip
    _say(form, "password2", "New password again", missing="Enter the new password again",
         autocomplete="new-password")  # fmt: skip


def _code(form: forms.Form, hint: str) -> None:
    _say(form, "code", "Code", missing="Enter the code", hint=hint,
         autocomplete="one-time-code", spellcheck="false")  # fmt: skip


class CodeForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, "The 6 digits your authenticator app shows now, or one of your recovery codes")


class CodeAgainForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, "The 6 digits your authenticator app shows now")


class ActivateCodeForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, "The 6 digits your authenticator app shows now")
