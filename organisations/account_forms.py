"""The forms of logging in, in our own words: no placeholders that repeat the label, nothing asked of 'je'."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkey
from allauth.mfa.webauthn.internal.auth import parse_authentication_response
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import TextField


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


class _KnownOnly:
    """Whatever is wrong with what a browser sends of a passkey, its reader gets one sentence."""

    unknown = _("Deze passkey kennen wij niet. Kies een andere, of log in met uw wachtwoord.")

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # the form that this is mixed with
        except ValidationError as error:
            if getattr(error, "code", "") == "too_many_login_attempts":
                raise
            raise ValidationError(self.unknown) from error
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise ValidationError(self.unknown) from error


class LogInByPasskeyForm(_KnownOnly, passkey.LoginWebAuthnForm):
    """As the only step: the device saw its owner, also when what it signs was asked on a page where a touch is enough."""

    def clean_credential(self) -> Any:
        given = self.cleaned_data["credential"]
        known = super().clean_credential()
        if not parse_authentication_response(given).response.authenticator_data.is_user_verified():
            raise ValidationError(self.unknown)
        return known


class AuthenticateByPasskeyForm(_KnownOnly, passkey.AuthenticateWebAuthnForm):
    pass


class ReauthenticateByPasskeyForm(_KnownOnly, passkey.ReauthenticateWebAuthnForm):
    pass


NAME_OF_PASSKEY = {"name": _("Naam van de passkey")}
_LONGEST_NAME = 60


class AddPasskeyForm(OwnWords, passkey.AddWebAuthnForm):
    """A passkey that the device itself asks a fingerprint, face or PIN for can be the only step; others are a second."""

    labels = NAME_OF_PASSKEY
    hide_optional = True

    #: Too long a name is cut, not refused: by then the device made the passkey.
    name = TextField(
        required=False,
        help_text=_("Zo herkent u hem later terug, bijvoorbeeld: telefoon van het werk."),
        widget=forms.TextInput(attrs={"maxlength": _LONGEST_NAME}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["credential"].error_messages["required"] = _(
            "Er is geen passkey gemaakt. Probeer het nog een keer."
        )

    def clean_name(self) -> str:
        return super().clean_name()[:_LONGEST_NAME]

    def clean(self) -> dict[str, Any]:
        failed = _("Deze passkey kon niet worden bewaard. Probeer het nog een keer.")
        try:
            return super().clean()
        except (ValidationError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise ValidationError(failed) from error


class RenamePasskeyForm(OwnWords, passkey.EditWebAuthnForm):
    labels = NAME_OF_PASSKEY

    name = TextField(max_length=_LONGEST_NAME)
