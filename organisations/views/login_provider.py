"""Logging in by the provider of an organisation: to it, and back; and the settings of it."""

import logging
import uuid
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations import login_provider, openid, reference, tenancy
from organisations.access import WorkRequest, is_administrator, open_to_all, requires
from organisations.choices import ProviderUse
from organisations.login_provider import InUse
from organisations.models import LoginProvider, ProvidedIdentity
from organisations.provider_forms import ByOrganisationForm, LoginProviderForm
from organisations.provider_session import LEFT, ThroughProvider, log_in_through
from organisations.refused import Refused

log = logging.getLogger(__name__)
#: What the browser left with, in its session until it is back.
ASKED = "provider_asked"
#: What a try said, until the settings are changed.
TRIED = "provider_tried"
#: That who came back was somebody the portal does not let in: the next time he can be another at the provider.
ANEW = "provider_anew"


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def provider_log_in(request: HttpRequest) -> HttpResponse:
    """Ask for the mail address, and lead on to the provider that he chooses of those for an address like it.

    Never by itself: anybody with one member at a domain may name it, and whose the address is may not be told.
    """
    asked_for = _page_asked_for(request)
    form = ByOrganisationForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "next": asked_for, "choices": []}
    page = "organisations/provider_log_in.html"
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="login"):
            form.add_error("email", _too_often())
            return render(request, page, context, status=HTTPStatus.TOO_MANY_REQUESTS)
        email = form.cleaned_data["email"]
        offered = login_provider.offered_to(email)
        chosen = next((one for one in offered if str(one.id) == request.POST.get("provider")), None)
        if chosen is not None and (provider := login_provider.in_use(chosen.id)):
            return _leave(request, provider, email=email, more={"next": asked_for})
        if not offered:
            sentence = _("Met dit adres kan dat hier niet. Log in met uw account van het portaal.")
            form.add_error("email", sentence)
        context["choices"] = offered
    return render(request, page, context, status=422 if form.is_bound and form.errors else 200)


@open_to_all
@never_cache
@require_safe
def provider_back(request: HttpRequest) -> HttpResponse:
    """The way back from a provider: log in who is proven to be a member, or say what stands in the way."""
    asked = request.session.pop(ASKED, None)
    trying = asked is not None and "user" in asked
    if asked is None or (trying and str(request.user.pk) != asked["user"]):
        return _refused(request, _("Deze stap van het inloggen is verlopen of al gebruikt. Begin opnieuw."))
    provider = _tried_provider(asked) if trying else login_provider.in_use(uuid.UUID(asked["provider"]))
    if provider is None or provider.issuer != asked["issuer"]:
        return _refused(request, _("De instellingen van uw organisatie zijn net veranderd. Begin opnieuw."))
    try:
        said = _said(request, provider, asked)
        return _end_try(request, provider, said) if trying else _log_in(request, provider, said, asked["next"])
    except (Refused, openid.ProviderError) as error:
        if isinstance(error, Refused):
            request.session[ANEW] = True
        sentence = _sentence_of(error, provider, trying=trying)
    if trying:
        return _back_to_settings(request, provider, sentence)
    return _refused(request, sentence, name=provider.name)


def _log_in(request: HttpRequest, provider: InUse, said: openid.Said, asked_for: str) -> HttpResponse:
    """As after typing a password: a second step follows, unless the provider asked for two."""
    user = login_provider.member_who(provider, said)
    counts = provider.counts(said)
    own_step = is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    through = ThroughProvider(
        provider.id, provider.organisation_id, has_second_factor=counts or own_step, at=timezone.now()
    )
    log_in_through(request, user, through, counts=counts)
    login = Login(user=user, redirect_url=asked_for or None, email=user.email)
    return flows.login.perform_login(request, login)


@open_to_all
@require_safe
def provider_left(request: HttpRequest) -> HttpResponse:
    """After logging out: at the provider one may still be logged in."""
    left = request.session.get(LEFT)
    if not left:
        return HttpResponseRedirect(reverse("account_login"))
    return render(request, "organisations/provider_left.html", {"name": left})


@requires(is_administrator)
@sensitive_post_parameters("client_secret")
@require_http_methods(["GET", "HEAD", "POST"])
def provider_edit(request: WorkRequest) -> HttpResponse:
    """The settings of the provider by which members of the own organisation log in."""
    acting = request.acting
    row = _own(request)
    own_domains = login_provider.domains_of_members(acting.organisation_id)
    form = LoginProviderForm(
        request.POST or None,
        instance=row or LoginProvider(organisation_id=acting.organisation_id),
        own_domains=own_domains,
    )
    if request.method == "POST" and form.is_valid():
        login_provider.keep(
            form.instance,
            secret=form.cleaned_data["client_secret"],
            is_another=form.is_another_provider,
            at=timezone.now(),
        )
        request.session.pop(TRIED, None)
        if form.is_another_provider:
            messages.success(request, _("De koppeling is bewaard. Test haar nu, en zet haar daarna aan."))
        else:
            messages.success(request, _("De koppeling is bewaard."))
        return HttpResponseRedirect(request.path)
    context = {
        "form": form,
        "row": row,
        "redirect_uri": login_provider.redirect_uri(),
        "tried": request.session.get(TRIED, {}).get(str(row.pk)) if row else None,
        "in_use": row is not None and row.use != ProviderUse.OFF,
    }
    return render(request, "organisations/provider_edit.html", context, status=422 if form.errors else 200)


@requires(is_administrator)
@require_POST
def provider_try(request: WorkRequest) -> HttpResponse:
    """Log in at the own provider, only to see what it says."""
    row = get_object_or_404(LoginProvider, organisation_id=request.acting.organisation_id)
    provider = login_provider.being_tried(row, name=request.acting.organisation_name)
    if not ratelimit.consume(request, action="provider_try"):
        return _back_to_settings(request, provider, _too_often())
    more = {"user": str(request.acting.user_id), "organisation": str(request.acting.organisation_id), "next": ""}
    return _leave(request, provider, email=request.acting.user_email, more=more)


@requires(is_administrator)
@require_POST
def provider_unlink(request: WorkRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Forget who a member is at the provider: the next time he logs in there it is seen anew."""
    identities = ProvidedIdentity.objects.filter(
        user__memberships=membership_id, provider__organisation_id=request.acting.organisation_id
    )
    if not identities.exists():
        raise Http404
    identities.delete()
    messages.success(request, _("De koppeling is los. Bij de volgende keer inloggen wordt zij opnieuw gemaakt."))
    return HttpResponseRedirect(
        reverse("organisations:member_detail", args=[request.acting.organisation_id, membership_id])
    )


def _leave(request: HttpRequest, provider: InUse, *, email: str, more: dict[str, str]) -> HttpResponse:
    """Send the browser to the provider. By a page of our own: a form of ours may lead to no other site (CSP)."""
    try:
        found = openid.discover(provider.issuer)
    except openid.ProviderError as error:
        sentence = _sentence_of(error, provider, trying="user" in more)
        if "user" in more:
            return _back_to_settings(request, provider, sentence)
        return _refused(request, sentence, name=provider.name)
    asked = openid.ask()
    request.session[ASKED] = asdict(asked) | {"provider": str(provider.id), "issuer": provider.issuer} | more
    anew = request.session.pop(ANEW, False)
    address = openid.address_to_log_in(found, provider.client, asked, email=email, anew=anew)
    answer = render(request, "organisations/provider_leave.html", {"name": provider.name, "address": address})
    answer["Refresh"] = f"0; url={address}"
    return answer


def _said(request: HttpRequest, provider: InUse, asked: dict[str, str]) -> openid.Said:
    answer = {name: request.GET[name] for name in ("state", "code", "iss", "error") if name in request.GET}
    own = openid.Asked(asked["state"], asked["nonce"], asked["verifier"])
    if answer.get("error") in {"access_denied", "interaction_required", "login_required"}:
        raise Refused(_("U bent niet ingelogd bij %(name)s. Probeer het opnieuw.") % {"name": provider.name})
    if "error" in answer:
        raise openid.MisconfiguredError(f"it answered {answer['error'][:60]!r}")
    return openid.came_back(openid.discover(provider.issuer), provider.client, own, answer)


def _tried_provider(asked: dict[str, str]) -> InUse | None:
    """The provider that an administrator tries, if he still is one."""
    with tenancy.acting_for(user_id=asked["user"], organisation_id=asked["organisation"]) as acting:
        if acting is None or not is_administrator(acting):
            return None
        row = LoginProvider.objects.filter(pk=asked["provider"]).first()
        return login_provider.being_tried(row, name=acting.organisation_name) if row else None


def _end_try(request: HttpRequest, provider: InUse, said: openid.Said) -> HttpResponse:
    """What the provider said, for who tries it; good enough only where members could log in with it."""
    login_provider.check_address(provider, said)
    with tenancy.acting_for(user_id=request.user.pk, organisation_id=provider.organisation_id):
        login_provider.tried(LoginProvider.objects.get(pk=provider.id), at=timezone.now())
    two_steps = (
        _("Dit telt als inloggen in twee stappen.")
        if provider.counts(said)
        else _("Dit telt niet als inloggen in twee stappen.")
    )
    sentence = _("De koppeling werkt. De inlogdienst kent u als %(email)s. %(two_steps)s") % {
        "email": said.email,
        "two_steps": two_steps,
    }
    return _back_to_settings(request, provider, sentence, good=True)


def _back_to_settings(request: HttpRequest, provider: InUse, sentence: str, *, good: bool = False) -> HttpResponse:
    kept = {"sentence": sentence, "good": good, "reference": reference.current()}
    request.session[TRIED] = {str(provider.id): kept}
    return HttpResponseRedirect(reverse("organisations:provider_edit", args=[provider.organisation_id]))


def _sentence_of(error: Exception, provider: InUse, *, trying: bool) -> str:
    """What the reader can do about it; what exactly was wrong stands in the log, under the same reference."""
    if isinstance(error, Refused):
        log.info("provider %s refused: %s", provider.id, type(error).__name__)
        return error.sentence
    log.warning("provider %s: %s: %s", provider.id, type(error).__name__, error)
    name = {"name": provider.name}
    if trying and isinstance(error, openid.ClientRefusedError):
        return _("De inlogdienst kent het portaal niet met dit client-ID en dit secret. Kijk beide na.")
    if trying and isinstance(error, openid.WrongIssuerError):
        return _(
            "Op dit adres vinden wij de inlogdienst niet. Neem de issuer precies over zoals de inlogdienst hem noemt,"
            " ook een / aan het eind."
        )
    if isinstance(error, openid.UnreachableError):
        return _("De inlogdienst van %(name)s geeft geen antwoord. Probeer het over een paar minuten opnieuw.") % name
    if isinstance(error, openid.MisconfiguredError):
        return (
            _("De koppeling met de inlogdienst van %(name)s is niet goed ingesteld. Een beheerder kan dat herstellen.")
            % name
        )
    return _("Wij konden niet vaststellen dat het antwoord van %(name)s echt en voor u was. Begin opnieuw.") % name


def _refused(request: HttpRequest, sentence: str, *, name: str = "") -> HttpResponse:
    context = {"sentence": sentence, "name": name, "reference": reference.current()}
    return render(request, "organisations/provider_refused.html", context, status=403)


def _too_often() -> str:
    return _("U probeerde het te vaak. Wacht een paar minuten en probeer het dan opnieuw.")


def _own(request: WorkRequest) -> LoginProvider | None:
    return LoginProvider.objects.filter(organisation_id=request.acting.organisation_id).first()


def _page_asked_for(request: HttpRequest) -> str:
    asked = request.POST.get("next", request.GET.get("next", ""))
    return asked if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else ""
