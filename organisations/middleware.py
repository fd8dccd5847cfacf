import uuid
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_cache_control

from organisations import tenancy
from organisations.access import WorkRequest, needs_provider, needs_second_factor, second_factor_url
from organisations.demo_cast import DEMO_SESSION
from organisations.provider_session import ThroughProvider, provider_of
from organisations.region_words import as_begun
from organisations.tenancy import Acting


class ActingMiddleware:
    """Open the one transaction of a workspace request and set in it for whom the user acts.

    The body is parsed first, so that a slow upload holds no transaction. An answer of 500 undoes all.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: WorkRequest) -> HttpResponse:
        with as_begun():
            return self._answer(request)

    def _answer(self, request: WorkRequest) -> HttpResponse:
        request.acting = None  # type: ignore[assignment]  # until it is known
        organisation_id = _organisation_in(request.path_info)
        if organisation_id is None:
            return _of_account(request) or self.get_response(request)
        if not request.user.is_authenticated:
            return _to_log_in(request)
        through = provider_of(request)
        if through is not None and through.organisation_id != organisation_id:
            return _not_so(request, "other")
        _ = request.POST
        with tenancy.acting_for(
            user_id=request.user.pk,
            organisation_id=organisation_id,
            request=getattr(request, "reference", ""),
        ) as acting:
            if acting is not None:
                acting = _as_logged_in(request, acting, through)  # noqa: PLW2901 - the same member
                if answer := _another_way(request, acting, through):
                    return answer
                request.acting = acting
            response = self.get_response(request)
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response.content = render_to_string("405.html", {"start": f"/werk/{organisation_id}/"}, request)
        patch_cache_control(response, no_store=True, private=True)
        return response


def _as_logged_in(request: HttpRequest, acting: Acting, through: ThroughProvider | None) -> Acting:
    """The member with what his session knows of him: his second factor may be that of the provider, or of the demo."""
    if settings.DEMO_LOGIN and request.session.get(DEMO_SESSION):
        acting = replace(acting, has_second_factor=True)
    if through is not None:
        acting = replace(acting, has_second_factor=through.has_second_factor, organisations=1)
    return acting


def _another_way(request: WorkRequest, acting: Acting, through: ThroughProvider | None) -> HttpResponse | None:
    """What he has to do before this workspace opens, if anything."""
    if through is not None and not _still_opens(through, acting):
        return _not_so(request, "changed")
    if through is None and needs_provider(acting):
        return _not_so(request, "only", name=acting.organisation_name)
    return HttpResponseRedirect(second_factor_url(request)) if needs_second_factor(acting) else None


def _still_opens(through: ThroughProvider, acting: Acting) -> bool:
    """By the provider of today, and not from before it was off for a while."""
    since = acting.provider_since
    return through.provider_id == acting.provider_id and (since is None or through.at >= since)


def _of_account(request: HttpRequest) -> HttpResponse | None:
    """What belongs to the account itself is out of reach of an organisation's provider: it could open others with it."""
    if not request.path_info.startswith("/account/") or provider_of(request) is None:
        return None
    if request.path_info in {reverse("account_logout"), reverse("account_login")}:
        return None
    return _not_so(request, "two_steps" if request.path_info == reverse("mfa_activate_totp") else "account")


def _not_so(request: HttpRequest, why: str, *, name: str = "") -> HttpResponse:
    """Logged in, but not in a way that opens this page."""
    context = {"why": why, "name": name, "asked": request.get_full_path() if request.method == "GET" else ""}
    return render(request, "organisations/provider_other_way.html", context, status=HTTPStatus.FORBIDDEN)


def _organisation_in(path: str) -> uuid.UUID | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match.kwargs.get("organisation_id") if match.route.startswith("werk/") else None


def _to_log_in(request: HttpRequest) -> HttpResponse:
    """Ask to log in and come back; a fragment request gets the redirect as a header and keeps its text.

    Who sent a form comes back at the page it stood on: its own address may be no page at all.
    """
    if request.method not in ("GET", "HEAD") and not request.headers.get("HX-Request"):
        sent_from = urlsplit(request.headers.get("Referer", ""))
        page = _path_of(sent_from.geturl()) if sent_from.netloc == request.get_host() else "/"
        return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?next={page}")
    answer = redirect_to_login(request.get_full_path(), login_url=reverse(settings.LOGIN_URL))
    if request.headers.get("HX-Request"):
        here = request.headers.get("HX-Current-URL") or request.get_full_path()
        fragment = HttpResponse(status=204)
        fragment["HX-Redirect"] = f"{reverse(settings.LOGIN_URL)}?next={_path_of(here)}"
        return fragment
    return answer


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    return quote(parts.path + (f"?{parts.query}" if parts.query else ""))
