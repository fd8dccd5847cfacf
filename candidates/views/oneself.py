"""Open pages of a region: somebody registers himself, or somebody without an account registers another person."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from candidates import consent
from candidates.forms.oneself import OneselfForm, OtherForm
from candidates.forms.registration import AgencyForm
from candidates.registering import oneself
from candidates.registering.oneself import UNKNOWN_MUNICIPALITY
from candidates.registering.reaction import text_of
from candidates.registering.registration import call_day
from candidates.registering.registrations import Place, municipalities_in
from candidates.views import registrant_cookie
from organisations import tenancy
from organisations.access import open_to_all
from organisations.flooding import Flooded
from organisations.models import Region
from organisations.open_forms import sent_too_often
from organisations.pictograms import WorkPicture

_UNPROCESSABLE, _TOO_MANY = 422, 429
#: What one place may send in an hour: two classes of a school, or everybody at the counter of a library.
MOST_AN_HOUR = 60
#: Sent by who is not the registrant that the form was filled in for.
_FORGET = "leeg"


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register_oneself(request: HttpRequest, region_code: str) -> HttpResponse:
    """Four questions and a yes; then the page that says who calls by when."""
    region = get_object_or_404(Region, code=region_code)
    at, on = timezone.now(), timezone.localdate()
    place = municipalities_in([region.pk], on=on)
    with tenancy.public(region.pk):
        by = call_day(region.pk, on=on)
    form = OneselfForm(
        request.POST if request.method == "POST" else None, place=place, initial=_told(request.GET, place)
    )
    refused, status = "", 200
    if request.method == "POST":
        refused, status = _stopped(request, form)
        if not status:
            if form.is_of_program:
                return HttpResponseRedirect(_sent_url("candidates:register_oneself_sent", region, form))
            try:
                token = oneself.register(region=region, entry=form.entry(), key=form.cleaned_data["key"], on=on, at=at)
            except Flooded as flooded:
                refused, status = flooded.sentence, _TOO_MANY
            else:
                return HttpResponseRedirect(reverse("candidates:oneself_registered", args=[token]))
    context = {
        "form": form,
        "region": region,
        "refused": refused,
        "by": by,
        "sentences": consent.sentences(consent.ONESELF, werkplein=region.werkplein_label),
    }
    return render(request, "candidates/register_oneself.html", context, status=status)


def _told(query: QueryDict, place: Place) -> dict[str, Any]:
    """What the page before knew already: the work, where somebody lives, and that he wants to be called."""
    here, over = {one.code for one in place.here}, query.get("over", "")
    return {
        "over": over if text_of(over) else "",
        "kinds": [one for one in query.getlist("werk") if one in WorkPicture.values],
        "municipality": query.get("gemeente") if query.get("gemeente") in here else "",
        "wants_call": query.get("bellen") == "ja",
    }


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register_other(request: HttpRequest, region_code: str) -> HttpResponse:
    """A school, UWV, SW company, municipality or agency without an account registers somebody who knows of it."""
    region = get_object_or_404(Region, code=region_code)
    at, on = timezone.now(), timezone.localdate()
    if _FORGET in request.POST:
        emptied = HttpResponseRedirect(reverse("candidates:register_other", args=[region.code]))
        registrant_cookie.forget(emptied, region)
        return emptied
    known = registrant_cookie.kept(request)
    form = OtherForm(
        request.POST if request.method == "POST" else None, place=municipalities_in([region.pk], on=on), initial=known
    )
    agency = AgencyForm(request.POST if form.is_from_agency else None, prefix="bureau", on=on)
    refused, status = "", 200
    if request.method == "POST":
        refused, status = _stopped(request, form, agency)
        if not status:
            try:
                if not form.is_of_program:
                    by = form.registrant(agency.conditions() if agency.is_bound else None)
                    oneself.register(
                        region=region, entry=form.entry(), key=form.cleaned_data["key"], on=on, at=at, by=by
                    )
            except Flooded as flooded:
                refused, status = flooded.sentence, _TOO_MANY
            else:
                sent = HttpResponseRedirect(_sent_url("candidates:register_other_sent", region, form))
                if not form.is_of_program:
                    registrant_cookie.keep(sent, region, form)
                return sent
    context = {
        "form": form,
        "agency": agency,
        "region": region,
        "is_filled_in": bool(known) and not form.is_bound,
        "forget": _FORGET,
        "refused": refused,
        "sentences": consent.sentences(consent.ANOTHER, werkplein=region.werkplein_label),
    }
    return render(request, "candidates/register_other.html", context, status=status)


@open_to_all
@require_GET
def register_oneself_sent(request: HttpRequest, region_code: str, municipality: str) -> HttpResponse:
    """Who calls residents of this municipality who register today; knows nothing of who asks."""
    return _sent(request, region_code, municipality, "candidates/register_oneself_sent.html")


@open_to_all
@require_GET
def register_other_sent(request: HttpRequest, region_code: str, municipality: str) -> HttpResponse:
    return _sent(request, region_code, municipality, "candidates/register_other_sent.html")


def _sent(request: HttpRequest, region_code: str, municipality: str, template: str) -> HttpResponse:
    region = get_object_or_404(Region, code=region_code)
    with tenancy.public(region.pk):
        promise = oneself.promise_in(region.pk, municipality, on=timezone.localdate())
    return render(request, template, {"region": region, "promise": promise, "reach": ""})


def _sent_url(name: str, region: Region, form: Any) -> str:
    code = form.data.get("municipality", "")
    known = {one.code for one in form.place.here}
    return reverse(name, args=[region.code, code if code in known else UNKNOWN_MUNICIPALITY])


def _stopped(request: HttpRequest, form: Any, agency: AgencyForm | None = None) -> tuple[str, int]:
    """What keeps this from being sent: a sentence, if it is not beside a field, and the status; 0 when nothing does.

    Only what would be kept is counted as sent: who makes mistakes may try again.
    """
    is_good = all([form.is_valid(), agency is None or not agency.is_bound or agency.is_valid()])
    if not is_good and not form.is_of_program:
        return "", _UNPROCESSABLE
    if sent_too_often(request, "own-registration", most=MOST_AN_HOUR):
        return _("Er is vanaf deze plek heel vaak iets verstuurd. Probeer het over een uur opnieuw."), _TOO_MANY
    return "", 0
