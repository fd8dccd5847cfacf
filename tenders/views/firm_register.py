"""A firm puts itself in the register without logging in, and keeps its entry by the link in its mail."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from organisations import tenancy
from organisations.access import open_to_all
from organisations.link_pages import closed, opened_by_link
from organisations.models import Region
from organisations.open_forms import receive
from organisations.refused import Refused
from tenders.firm_choices import FirmState
from tenders.firms import registering
from tenders.firms.places import municipalities_of, occupations_of
from tenders.firms.words import firm_facts
from tenders.forms.firm import FirmForm, FirmRegisterForm
from tenders.models import LocalFirm

_UNPROCESSABLE = 422
#: What one place may send in an hour.
MOST_AN_HOUR = 20


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def firm_register(request: HttpRequest, region_code: str) -> HttpResponse:
    """The form for everybody. The answer is the same whether or not the firm was known."""
    region = get_object_or_404(Region, code=region_code)
    with tenancy.public(region.pk):
        form = FirmRegisterForm(request.POST if request.method == "POST" else None, **_choices(region))

        def keep() -> None:
            registering.put_forward(region=region, entry=form.entry(), at=timezone.now())

        received = receive(request, form, "local-firm", keep, most=MOST_AN_HOUR)
    if received.is_taken:
        context = {"region": region, "days": registering.PROVE_WITHIN.days}
        return render(request, "tenders/firm_register_sent.html", context)
    context = {"form": form, "region": region, "refused": received.refused}
    return render(request, "tenders/firm_register.html", context, status=received.status)


@opened_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def firm_own(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a firm behind the link: prove the address, see what stands there, say that it holds, or leave."""
    at = timezone.now()
    with tenancy.link(token):
        firm = registering.find(token)
        if firm is None or not registering.is_open(firm, at=at):
            return _closed(request, firm)
        if request.method == "POST":
            try:
                said = _taken(request, token)
            except Refused as refused:
                messages.error(request, refused.sentence)
                return HttpResponseRedirect(request.path)
            firm = registering.find(token)
            if firm is not None and firm.state == FirmState.WITHDRAWN:
                return render(request, "tenders/firm_own_left.html", {"firm": firm, "region": firm.region})
            messages.success(request, said)
            return HttpResponseRedirect(request.path)
    context = {
        "firm": firm,
        "region": firm.region,
        "state_key": firm.state_key,
        "facts": _facts_of(firm),
        "is_proven": firm.is_proven,
        "edit_url": reverse("tenders:firm_own_edit", args=[token]),
        "label_is_over": firm.label_valid_until is not None and firm.label_valid_until < timezone.localdate(at),
    }
    return render(request, "tenders/firm_own.html", context)


@opened_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def firm_own_edit(request: HttpRequest, token: str) -> HttpResponse:
    """Change what stands there; what was checked is checked again."""
    at = timezone.now()
    with tenancy.link(token):
        firm = registering.find(token)
    if firm is None or not registering.is_open(firm, at=at):
        return _closed(request, firm)
    with tenancy.public(firm.region_id):
        form = FirmForm(
            request.POST if request.method == "POST" else None, **_choices(firm.region), firm=firm, is_own=True
        )
        is_valid = request.method == "POST" and form.is_valid()
    if is_valid:
        with tenancy.link(token):
            try:
                _firm, again = registering.change(token, entry=form.entry(), at=at)
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                saved = _("Opgeslagen.")
                if again:
                    saved = _("Opgeslagen. Het Coördinatiepunt Social Return kijkt dit na.")
                messages.success(request, saved)
                return HttpResponseRedirect(reverse("tenders:firm_own", args=[token]))
    context = {
        "form": form,
        "firm": firm,
        "region": firm.region,
        "own_url": reverse("tenders:firm_own", args=[token]),
        "is_confirmed": firm.state == FirmState.CONFIRMED,
    }
    return render(request, "tenders/firm_own_edit.html", context, status=_status(form))


def _taken(request: HttpRequest, token: str) -> str:
    """Do what the button says; returns the sentence that the firm reads."""
    at = timezone.now()
    match request.POST.get("step"):
        case "prove":
            registering.prove(token, at=at)
            return _("Gelukt. Het Coördinatiepunt Social Return kijkt uw aanmelding na. U krijgt daarover een mail.")
        case "holds":
            registering.still_holds(token, at=at)
            return _("Dank u wel. Wij weten nu dat alles nog klopt.")
        case "leave":
            registering.leave(token, at=at)
            return ""
        case _:
            raise Refused(_("Kies wat u wilt doen."))


def _facts_of(firm: LocalFirm) -> list[tuple[Any, Any]]:
    with tenancy.public(firm.region_id):
        return firm_facts(firm, on=timezone.localdate())


def _closed(request: HttpRequest, firm: LocalFirm | None) -> HttpResponse:
    region = firm.region if firm else None
    return closed(request, "tenders/firm_own_closed.html", region, is_over=firm is not None)


def _choices(region: Region) -> dict[str, Any]:
    on = timezone.localdate()
    return {
        "municipalities": municipalities_of(region.pk, on=on),
        "occupations": occupations_of(region.pk),
        "on": on,
    }


def _status(form: FirmForm) -> int:
    return _UNPROCESSABLE if form.errors else 200
