"""For who works at a company: asking what is stored, the page behind the link, and the requests at the coordination point."""

import functools
import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from organisations import tenancy
from organisations.access import (
    WorkRequest,
    acts_for_coordination_point,
    may_write,
    open_to_all,
    requires,
)
from organisations.link_pages import closed, opened_by_link
from organisations.models import Region
from organisations.open_forms import receive
from organisations.refused import Refused
from organisations.templatetags.formatting import day_nl
from placements.choices import PersonRequestKind, PersonRequestOutcome
from placements.forms.own_page import PersonAskForm, PersonLinkForm, PersonWrongForm
from placements.models import PersonPage, PersonRequest
from placements.own_page import persons
from placements.own_page.persons import Asks
from placements.views.own_page import first_opened, left, taken_along

_UNPROCESSABLE = 422
#: What one place may ask in an hour.
MOST_AN_HOUR = 10
#: So many answered requests stand under those that wait.
_ANSWERED_SHOWN = 30


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_page_request(request: HttpRequest, region_code: str) -> HttpResponse:
    """Ask what is stored. The answer is the same for everybody: somebody calls, and sees who he is."""
    region = get_object_or_404(Region, code=region_code)
    at = timezone.now()
    today = timezone.localdate(at)
    posted = request.POST if request.method == "POST" else None
    form = PersonAskForm(posted, on=today)

    def keep() -> None:
        given = form.cleaned_data
        asks = Asks(given["name"], given["birth_date"], given["company"], given["contact"])
        with tenancy.public(region.pk):
            persons.ask(region, asks, on=today, at=at)

    received = receive(request, form, "person-page", keep, most=MOST_AN_HOUR)
    if received.is_taken:
        context: dict[str, Any] = {"region": region, "by": persons.answer_by(today)}
        return render(request, "placements/person_page_request_sent.html", context)
    context = {"form": form, "region": region, "refused": received.refused}
    return render(request, "placements/person_page_request.html", context, status=received.status)


@opened_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def person_page(request: HttpRequest, token: str) -> HttpResponse:
    """What is stored of who works at companies, who looked, and asking to correct or erase it."""
    _body = request.POST
    at = timezone.now()
    with tenancy.link(token):
        page = persons.find(token, at=at)
        known = persons.read_stored() if page else {}
        if page is None or not known:
            return _closed(request, token)
        if page.opened_at is None:
            return first_opened(
                request,
                page,
                region=page.region,
                note_opened=functools.partial(persons.note_opened, page, at=at),
                not_me=functools.partial(persons.end, page, at=at),
            )
        form = PersonWrongForm(request.POST if request.POST.get("step") == "correct" else None)
        if request.method == "POST":
            answer = _taken(request, page, form, at=at)
            if answer is not None:
                return answer
        context = {
            "page": page,
            "region": page.region,
            "form": form,
            "person_token": token,
            "groups": persons.groups_of(known),
            "readings": persons.readings(),
            "name": known["persons"][0]["name"],
        }
        status = _UNPROCESSABLE if form.errors else 200
        return render(request, "placements/person_page.html", context, status=status)


@opened_by_link
@require_safe
def person_page_download(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """The same as a file."""
    at = timezone.now()
    with tenancy.link(token):
        page = persons.find(token, at=at)
        known = persons.read_stored() if page else {}
        if page is None or not known:
            return _closed(request, token)
        if page.opened_at is None:
            return HttpResponseRedirect(reverse("placements:person_page", args=[token]))
        seen = persons.readings()
        data = persons.as_data(known, seen, at=at)
        return taken_along(form, data, persons.groups_of(known), seen, region=page.region, at=at)


@requires(acts_for_coordination_point)
@require_GET
def person_request_list(request: WorkRequest) -> HttpResponse:
    """What people who work at companies ask: those that wait first."""
    rows = persons.requests_of(request.acting).select_related("answered_by")
    context = {
        "waiting": rows.filter(outcome=""),
        "answered": rows.exclude(outcome="").order_by("-answered_at", "-pk")[:_ANSWERED_SHOWN],
        "today": timezone.localdate(),
    }
    return render(request, "placements/person_request_list.html", context)


@requires(acts_for_coordination_point, may_write)
@require_http_methods(["GET", "HEAD", "POST"])
def person_request_detail(request: WorkRequest, person_request_id: uuid.UUID) -> HttpResponse:
    """One request: what was typed, what to do first, and how it ends."""
    asked = get_object_or_404(PersonRequest, pk=person_request_id, region_id__in=request.acting.region_ids, outcome="")
    at = timezone.now()
    initial = {"name": asked.name, "birth_date": asked.birth_date, "contact": asked.contact}
    step = request.POST.get("step", "")
    form = PersonLinkForm(request.POST if step == "send" else None, on=timezone.localdate(at), initial=initial)
    if request.method == "POST":
        try:
            said = _concluded(request, asked, form, step, at=at)
        except Refused as refused:
            if step == "send":
                form.add_error(None, refused.sentence)
            else:
                messages.error(request, refused.sentence)
                return HttpResponseRedirect(request.path)
        else:
            if said:
                messages.success(request, said)
                return HttpResponseRedirect(
                    reverse("placements:person_request_list", args=[request.acting.organisation_id])
                )
    context = {
        "asked": asked,
        "form": form,
        "outcomes": [(one.value, one.label) for one in persons.OUTCOMES[PersonRequestKind(asked.kind)]],
    }
    status = _UNPROCESSABLE if form.errors else 200
    return render(request, "placements/person_request_detail.html", context, status=status)


def _concluded(request: WorkRequest, asked: PersonRequest, form: PersonLinkForm, step: str, *, at: datetime) -> str:
    """Do what the button says; empty where the form is to be filled in better."""
    if step == "send":
        if not form.is_valid():
            return ""
        given = form.cleaned_data
        persons.send_link(
            request.acting,
            asked.pk,
            name=given["name"],
            birth_date=given["birth_date"],
            contact=given["contact"],
            at=at,
            reference=request.reference,
        )
        return _("De link is verstuurd naar %(to)s.") % {"to": given["contact"]}
    if step == "erase":
        persons.erase(request.acting, asked.pk, at=at)
        return _("De gegevens worden nu gewist. Het bewijs daarvan staat bij ‘Bewaren en wissen’.")
    if step in PersonRequestOutcome.values:
        persons.conclude(request.acting, asked.pk, PersonRequestOutcome(step), at=at)
        return _("Het verzoek is afgesloten.")
    raise Refused(_("Kies wat u wilt doen."))


def _taken(request: HttpRequest, page: PersonPage, form: PersonWrongForm, *, at: datetime) -> HttpResponse | None:
    """Do what the button says; None where the page is shown again."""
    on = timezone.localdate(at)
    step = request.POST.get("step")
    if step == "end":
        persons.end(page, at=at)
        return left(request, page.region, "placements:person_page_request")
    if step not in {"correct", "erase"}:
        return None
    if step == "correct" and not form.is_valid():
        return None
    said = form.cleaned_data["said"] if step == "correct" else ""
    try:
        by = persons.ask_by_link(page, PersonRequestKind(step), said=said, on=on, at=at)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        thanks = _("Dank u wel. Het Coördinatiepunt Social Return antwoordt voor of op %(day)s.")
        messages.success(request, thanks % {"day": day_nl(by)})
    return HttpResponseRedirect(request.path)


def _closed(request: HttpRequest, token: str) -> HttpResponse:
    region = persons.was_of(token)
    ask_url = reverse("placements:person_page_request", args=[region.code]) if region else ""
    return closed(request, "placements/own_page_closed.html", region, is_over=region is not None, ask_url=ask_url)
