"""Anybody asks for the link to his own page; a coach sends one, and ends those that were sent."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from candidates.access import works_with_candidates
from candidates.choices import OwnPageWay
from candidates.file.pages import name_of, opened
from candidates.registering.registration import call_day
from organisations import tenancy, text_messages
from organisations.access import WorkRequest, may_write, open_to_all, requires
from organisations.models import Region
from organisations.open_forms import receive
from organisations.refused import Refused
from placements.forms.own_page import AskForm
from placements.own_page import sending

#: What one place may ask in an hour: a school, a library or a Werkplein has one for all its visitors.
MOST_AN_HOUR = 40


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_page_request(request: HttpRequest, region_code: str) -> HttpResponse:
    """Ask for the link. The answer is the same whether or not anybody is known by this number or address."""
    region = get_object_or_404(Region, code=region_code)
    posted = request.POST if request.method == "POST" else None
    form = AskForm(posted)

    def keep() -> None:
        with tenancy.public(region.pk):
            sending.ask(region.pk, form.cleaned_data["contact"])

    received = receive(request, form, "own-page", keep, most=MOST_AN_HOUR)
    if received.is_taken:
        with tenancy.public(region.pk):
            by = call_day(region.pk, on=timezone.localdate())
        context = {
            "region": region,
            "by_phone": not form.is_of_program and form.gave_phone,
            "texts": text_messages.is_offered(),
            "by": by,
        }
        return render(request, "placements/own_page_request_sent.html", context)
    context = {"form": form, "region": region, "refused": received.refused, "texts": text_messages.is_offered()}
    return render(request, "placements/own_page_request.html", context, status=received.status)


@requires(works_with_candidates, may_write)
@require_http_methods(["GET", "HEAD", "POST"])
def own_page_send(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Send somebody the link to his own page, and see which links work."""
    at = timezone.now()
    candidate = opened(
        request.acting, candidate_id, purpose=_("Link naar Mijn pagina"), at=at, request=request.reference
    )
    if request.method == "POST":
        try:
            if request.POST.get("step") == "end":
                ended = sending.end_for(request.acting, candidate.pk, at=at)
                said = _("De links werken niet meer.") if ended else _("Er was geen link die nog werkte.")
            else:
                to = sending.send_for(request.acting, candidate.pk, way=_way(request), at=at)
                said = _("De link is verstuurd naar %(to)s.") % {"to": to}
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, said)
        return HttpResponseRedirect(request.path)
    context = {
        "candidate": candidate,
        "name": name_of(candidate),
        "links": sending.working(candidate, at=at),
        "ways": sending.ways_to(candidate.identity),
    }
    return render(request, "placements/own_page_send.html", context)


def _way(request: HttpRequest) -> OwnPageWay:
    given = request.POST.get("way", "")
    if given not in (OwnPageWay.MAIL, OwnPageWay.SMS):
        raise Refused(_("Kies hoe de link wordt verstuurd."))
    return OwnPageWay(given)
