"""Setting up and using a second factor, where the package's own pages do not lead on to the page that was asked for."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import RedirectView

from organisations.access import open_to_all


class ActivateSecondFactor(ActivateTOTPView):
    """Set up the second factor on the way to a page that asks for one, such as the link of a mail."""

    def get_success_url(self) -> str:
        """The recovery codes first: they are shown once. They lead on to that page."""
        return super().get_success_url() + _asked_for(self.request)


class AddPasskey(AddWebAuthnView):
    """Make a passkey, on the way to a page that asks for a second factor or not."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser is asked for: a passkey that can be found without mail address, if the device can keep it."""
        context = super().get_context_data(**kwargs)
        context["form"] = kwargs.get("form") or self.get_form()
        selection = context["js_data"]["creation_options"]["publicKey"]["authenticatorSelection"]
        context["js_data"]["creation_options"]["publicKey"]["authenticatorSelection"] = {
            **selection,
            "residentKey": "preferred",
            "requireResidentKey": False,
        }
        return context

    def get_success_url(self) -> str:
        """The recovery codes first, when they were made with it; else the page that was asked for."""
        if self.did_generate_recovery_codes:
            return super().get_success_url() + _asked_for(self.request)
        return get_next_redirect_url(self.request) or super().get_success_url()


class LogInByPasskey(LoginWebAuthnView):
    """The passkey as the only step: whose it is, it says itself."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to the log-in page, that still knows which page was asked for."""
        _say_errors(self.request, form)
        return HttpResponseRedirect(reverse("account_login") + _asked_for(self.request))


class ReauthenticateByPasskey(ReauthenticateWebAuthnView):
    """The passkey once more, before something about logging in is changed."""

    def form_invalid(self, form: Any) -> HttpResponse:
        _say_errors(self.request, form)
        return HttpResponseRedirect(reverse("mfa_reauthenticate_webauthn") + _asked_for(self.request))


def _say_errors(request: Any, form: Any) -> None:
    for error in form.errors.get("credential", []):
        messages.error(request, error)


def _asked_for(request: Any) -> str:
    asked = get_next_redirect_url(request)
    return f"?{urlencode({'next': asked})}" if asked else ""


second_factor = open_to_all(ActivateSecondFactor.as_view())
add_passkey = open_to_all(AddPasskey.as_view())
log_in_by_passkey = open_to_all(LogInByPasskey.as_view())
reauthenticate_by_passkey = open_to_all(ReauthenticateByPasskey.as_view())
#: The passkeys stand on the page of the second step.
passkey_list = open_to_all(RedirectView.as_view(pattern_name="mfa_index"))
