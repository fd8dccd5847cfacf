"""The forms of logging in, in our own words: no placeholders that repeat the label, nothing asked of 'je'."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class OwnWords:
    """Gives the fields of an allauth form our labels."""

    labels: ClassVar[Mapping[str, str | Promise]] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.error_messages["required"] = _("Vul dit in.")
            if name in {"password", "oldpassword"}:
                field.help_text = ""


EMAIL = _("E-mailadres")
CODE = _("Code van 6 cijfers")
NEW_TWICE = {"password1": _("Nieuw wachtwoord"), "password2": _("Nieuw wachtwoord, nog een keer")}


class LoginForm(OwnWords, account.LoginForm):
    labels = {"login": EMAIL, "password": _("Wachtwoord")}


class ReauthenticateForm(OwnWords, account.ReauthenticateForm):
    labels = {"password": _("Wachtwoord")}


class ResetPasswordForm(OwnWords, account.ResetPasswordForm):
    labels = {"email": EMAIL}


class ResetPasswordKeyForm(OwnWords, account.ResetPasswordKeyForm):
    labels = NEW_TWICE


class SetPasswordForm(OwnWords, account.SetPasswordForm):
    labels = NEW_TWICE


class ChangePasswordForm(OwnWords, account.ChangePasswordForm):
    labels = {"oldpassword": _("Wachtwoord van nu"), **NEW_TWICE}


class AddEmailForm(OwnWords, account.AddEmailForm):
    labels = {"email": _("Nieuw e-mailadres")}


class AuthenticateForm(OwnWords, second_factor.AuthenticateForm):
    labels = {"code": _("Code uit de app, of een herstelcode")}


class ReauthenticateByCodeForm(OwnWords, second_factor.ReauthenticateForm):
    labels = {"code": _("Code uit de app, of een herstelcode")}


class ActivateTOTPForm(OwnWords, totp.ActivateTOTPForm):
    labels = {"code": CODE}
