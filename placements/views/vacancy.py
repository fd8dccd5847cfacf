"""Vacancies in the workspace: the list, and one with what may be done."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from organisations import saved_views
from organisations.access import WorkRequest, acts_for_contractor, requires
from organisations.refused import Refused
from placements import access
from placements.forms.vacancy import RejectForm
from placements.models import Vacancy
from placements.pages.vacancy_page import page_of
from placements.vacancies import deciding, keeping
from placements.vacancy_list import VacancyFilter, VacancyTable

PER_PAGE = 25


@requires(access.sees_vacancies)
@require_GET
def vacancy_list(request: WorkRequest) -> HttpResponse:
    """Those of the own company, or of the region with what waits for control first."""
    acting = request.acting
    views = saved_views.opened(acting, "vacatures", request.GET)
    if views.redirect:
        return HttpResponseRedirect(views.redirect)
    found = VacancyFilter(request.GET, queryset=access.kept_vacancies(acting), acting=acting)
    table = VacancyTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "table": table,
        "filter": found,
        "views": views,
        "may_keep": access.may_keep_vacancies(acting),
        "is_employer": acts_for_contractor(acting),
        "offer_urls": [(one.name, reverse("placements:vacancy_offer", args=[one.code])) for one in acting.regions],
    }
    return render(request, "placements/vacancy_list.html", context)


@requires(access.sees_vacancies)
@require_http_methods(["GET", "HEAD", "POST"])
def vacancy_detail(request: WorkRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """One vacancy as job seekers read it, with whom to call, its proposals, and what can be done now."""
    vacancy = found_vacancy(request, vacancy_id)
    form = RejectForm(request.POST if request.POST.get("step") == "reject" else None)
    if request.method == "POST":
        if not access.may_keep_vacancies(request.acting):
            raise PermissionDenied
        if not form.is_bound or form.is_valid():
            try:
                return _taken(request, vacancy, form)
            except Refused as refused:
                messages.error(request, refused.sentence)
                return HttpResponseRedirect(address_of(request, vacancy))
    page = page_of(request.acting, vacancy, on=timezone.localdate())
    status = 422 if form.errors else 200
    return render(request, "placements/vacancy_detail.html", page | {"form": form}, status=status)


def _taken(request: WorkRequest, vacancy: Vacancy, form: RejectForm) -> HttpResponse:
    """Do what the button says, and say so."""
    acting, at, on = request.acting, timezone.now(), timezone.localdate()
    here = vacancy
    match request.POST.get("step"):
        case "publish":
            keeping.publish(acting, vacancy.pk, at=at, on=on)
            said = _("De vacature staat online.")
        case "holds":
            opened = keeping.still_holds(acting, vacancy.pk, at=at, on=on)
            said = _("Dank u wel. De vacature blijft online.")
            if opened:
                said = _("Dank u wel. Het werk staat nu online als open.")
        case "reopen":
            keeping.reopen(acting, vacancy.pk, at=at, on=on)
            said = _("De vacature staat weer online.")
        case "copy":
            here = keeping.copy(acting, vacancy.pk, at=at)
            said = _("Dit is de kopie, als concept. Kijk haar na en zet haar online.")
        case "confirm" | "reject" | "take_back" | "link" as step:
            said = _decided(request, vacancy, step, form)
        case _:
            raise Refused(_("Kies wat u wilt doen."))
    messages.success(request, said)
    return HttpResponseRedirect(address_of(request, here))


def _decided(request: WorkRequest, vacancy: Vacancy, step: str, form: RejectForm) -> str:
    acting, at = request.acting, timezone.now()
    if not access.may_check_vacancies(acting):
        raise PermissionDenied
    if step == "confirm":
        deciding.confirm(acting, vacancy.pk, at=at)
        return _("De vacature staat online. Het bedrijf krijgt een mail.")
    if step == "reject":
        deciding.reject(acting, vacancy.pk, reason=form.cleaned_data["reason"], at=at)
        return _("Niet geplaatst. Het bedrijf krijgt een mail met de reden.")
    if step == "take_back":
        deciding.take_back(acting, vacancy.pk)
        return _("Teruggedraaid. De vacature wacht weer op controle.")
    deciding.send_link(acting, vacancy.pk)
    return _("Het bedrijf krijgt een mail met een nieuwe link.")


def found_vacancy(request: WorkRequest, vacancy_id: uuid.UUID) -> Any:
    """The vacancy of the address, with all that its page reads."""
    rows = access.kept_vacancies(request.acting).select_related(
        "file__contract__contractor", "region", "occupation", "employer_organisation"
    )
    return get_object_or_404(rows, pk=vacancy_id)


def address_of(request: WorkRequest, vacancy: Vacancy) -> str:
    return reverse("placements:vacancy_detail", args=[request.acting.organisation_id, vacancy.pk])
