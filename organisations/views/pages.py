"""Pages outside any workspace: the first page, the choice between organisations, help, the demo."""

import re
from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from organisations import demo_cast
from organisations import glossary as words
from organisations.access import open_to_all
from organisations.house_style import HouseStyle, HouseStyleError
from organisations.house_style import style_sheet as tokens_of
from organisations.models import Region
from organisations.provider_session import only_workplace
from organisations.workplaces import first_page, workplaces_of

SECONDS_IN_A_YEAR = 365 * 24 * 60 * 60
_CODE = re.compile(r"[a-z0-9_-]{1,40}")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@open_to_all
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the portal is; who is logged in goes on to his work."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(first_page(request.user.pk, only=only_workplace(request)))
    return render(request, "organisations/home.html", {"regions": Region.objects.order_by("name")})


@open_to_all
@login_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Ask for which organisation the user wants to work now."""
    user_id: Any = request.user.pk
    return render(
        request, "organisations/choose.html", {"workplaces": workplaces_of(user_id, only=only_workplace(request))}
    )


@open_to_all
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "organisations/pages/accessibility.html", {"regions": Region.objects.order_by("name")})


@open_to_all
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the field by letter; ``q`` leaves those that have all of its words."""
    asked = " ".join(request.GET.get("q", "").split())[:100]
    terms = words.found(asked) if asked else words.in_order()
    context = {
        "asked": asked,
        "number": len(terms),
        "letters": [
            (letter, [(one, words.related(one)) for one in of_letter]) for letter, of_letter in words.by_letter(terms)
        ],
    }
    return render(request, "organisations/pages/glossary.html", context)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The page for an address that is not there; under the address of a region with its menu and the way back."""
    code = request.path.strip("/").partition("/")[0]
    region = Region.objects.filter(code=code).first() if _CODE.fullmatch(code) else None
    return render(request, "404.html", {"region": region}, status=404)


@open_to_all
@require_POST
def demo_login(request: HttpRequest, key: str) -> HttpResponse:
    """Log in as one of the demo cast with one click; this page is not there outside the demo."""
    user = demo_cast.user_of(key)
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    request.session[demo_cast.DEMO_SESSION] = True
    asked = request.POST.get("next", "")
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return HttpResponseRedirect(asked if is_ours else first_page(user.pk))


@open_to_all
@require_safe
def style_sheet(request: HttpRequest, colour: str) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """The tokens of a region in its colour. The address says the colour, so that it can be kept for ever."""
    try:
        style = HouseStyle(f"#{colour}")
    except HouseStyleError as error:
        raise Http404 from error
    answer = HttpResponse(tokens_of(style), content_type="text/css; charset=utf-8")
    patch_cache_control(answer, public=True, max_age=SECONDS_IN_A_YEAR, immutable=True)
    return answer
