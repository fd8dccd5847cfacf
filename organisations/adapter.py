import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisations import login_provider, outbox, sealed
from organisations.provider_session import LEFT, counts_as_two_steps, only_workplace, provider_of
from organisations.workplaces import first_page

_ONCE_MORE = {
    "reauthenticate": _("Gebruik uw wachtwoord"),
    "mfa_reauthenticate": _("Gebruik een code uit de app, of een herstelcode"),
    "mfa_reauthenticate:webauthn": _("Gebruik een passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only (``organisations.invitations``); mail goes through the outbox."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Dit account staat uit. Vraag een beheerder van uw organisatie."),
        "duplicate_email": _("Dit adres hoort al bij uw account."),
        "email_password_mismatch": _("Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het nog een keer."),
        "email_taken": _("Er is al een account met dit e-mailadres. Log daarmee in, of vraag een nieuw wachtwoord."),
        "enter_current_password": _("Dit is niet uw wachtwoord van nu. Typ het opnieuw."),
        "incorrect_code": _("Deze code klopt niet. Kijk of uw telefoon een nieuwe toont."),
        "incorrect_password": _("Dit wachtwoord klopt niet. Typ het opnieuw, of vraag een nieuw wachtwoord."),
        "invalid_password_reset": _("Deze link werkt niet meer."),
        "same_as_current": _("Kies iets anders dan wat u nu heeft."),
        "too_many_login_attempts": _("U probeerde het te vaak. Wacht een paar minuten en probeer het dan opnieuw."),
        "rate_limited": _("U probeerde het te vaak. Wacht een paar minuten en probeer het dan opnieuw."),
    }

    def is_open_for_signup(self, _request: Any) -> bool:
        return False

    def get_login_redirect_url(self, request: Any) -> str:
        return first_page(request.user.pk, only=only_workplace(request))

    def get_login_stages(self) -> list[str]:
        """As the package has them, but no second step of ours after two steps at a provider."""
        own = {"allauth.mfa.stages.AuthenticateStage": "organisations.adapter.SecondStep"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    def logout(self, request: Any) -> None:
        """At the provider somebody may still be logged in: the next page says so."""
        through = provider_of(request)
        provider = login_provider.in_use(through.provider_id) if through else None
        super().logout(request)
        if provider is not None:
            request.session[LEFT] = provider.name

    def get_logout_redirect_url(self, request: Any) -> str:
        return (
            reverse("organisations:provider_left")
            if LEFT in request.session
            else super().get_logout_redirect_url(request)
        )

    def is_reauthentication_required(self, **_kwargs: Any) -> bool:
        """Who logged in a moment ago is not asked again, so that he can set up his second factor at once."""
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The package's ways to say once more who one is, in our words."""
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": _ONCE_MORE[method["id"]]} for method in methods]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        context = {"email": email, **context}
        outbox.queue_text(
            template_prefix,
            to=email,
            subject=render_to_string(f"{template_prefix}_subject.txt", context),
            text=render_to_string(f"{template_prefix}_message.txt", context),
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _at_public_address(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: Any, emailconfirmation: Any) -> str:
        return _at_public_address(super().get_email_confirmation_url(request, emailconfirmation))


class SecondStep(AuthenticateStage):
    """The second step after a password, or after a provider that did not ask for two."""

    def _should_handle(self, request: Any) -> bool:
        return super()._should_handle(request) and not counts_as_two_steps(request, self.login.user)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor in our own words, its secrets sealed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Met een tweede stap kunt u geen adres toevoegen. Zet die eerst uit."),
        "incorrect_code": _("Deze code klopt niet. Kijk of uw telefoon een nieuwe toont."),
        "unverified_email": _("Bevestig eerst uw e-mailadres."),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - the package's name
        return _("Passkey %(number)s") % {"number": Authenticator.objects.filter(user=user, type=type).count() + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}

    def encrypt(self, text: str) -> str:
        return sealed.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealed.unseal(encrypted_text)


def _at_public_address(url: str) -> str:
    """A link in a mail never carries the host name that a request claimed."""
    return settings.PUBLIC_URL + urlsplit(url).path
