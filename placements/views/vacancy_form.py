"""Vacancies in the workspace: making and changing one, its rules, closing it, and a workspace for a firm."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.access import WorkRequest, acts_for_contractor, chosen_region, requires
from organisations.models import new_id
from organisations.refused import Refused
from organisations.shown import Changed
from placements import access
from placements.forms.vacancy import (
    CloseForm,
    FillForm,
    MediatedVacancyForm,
    RulesForm,
    VacancyForm,
    WorkspaceForm,
    for_another,
    initial_of,
)
from placements.models import Vacancy
from placements.pages.vacancy_page import rule_words
from placements.vacancies import deciding, keeping
from placements.vacancies.entry import version
from placements.vacancies.keeping import Employer, employers_in
from placements.vacancies.lifecycle import Step, may
from placements.views.vacancy import address_of, found_vacancy
from tenders.access import contracts_of
from tenders.firms.places import municipalities_of, occupations_of

_UNPROCESSABLE = 422


@requires(access.may_keep_vacancies)
@require_http_methods(["GET", "HEAD", "POST"])
def vacancy_create(request: WorkRequest) -> HttpResponse:
    """Make a vacancy: online at once, or first as a concept."""
    acting, on, at = request.acting, timezone.localdate(), timezone.now()
    region = chosen_region(request)
    form = _form(request, region.id, initial={"token": new_id()} | _known(request))
    if request.method == "POST" and request.POST.get("step") == "occupation":
        return _form_page(request, _form(request, region.id, initial=form.with_told(), data=None), None)
    if request.method == "POST" and form.is_valid():
        try:
            vacancy = keeping.enter(
                acting,
                region_id=region.id,
                employer=getattr(form, "chosen_employer", None) or Employer(),
                entry=form.entry(),
                publish=request.POST.get("step") != "concept",
                at=at,
                on=on,
                vacancy_id=form.cleaned_data.get("token"),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            is_concept = request.POST.get("step") == "concept"
            messages.success(request, _("Bewaard als concept.") if is_concept else _("De vacature staat online."))
            return HttpResponseRedirect(address_of(request, vacancy))
    return _form_page(request, form, None)


@requires(access.may_keep_vacancies)
@require_http_methods(["GET", "HEAD", "POST"])
def vacancy_edit(request: WorkRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """Change what stands there."""
    vacancy = found_vacancy(request, vacancy_id)
    if not may(Step.CHANGE, vacancy.state):
        messages.error(request, keeping.no_longer(vacancy))
        return HttpResponseRedirect(address_of(request, vacancy))
    form = _form(request, vacancy.region_id, vacancy=vacancy)
    if request.method == "POST" and request.POST.get("step") == "occupation":
        return _form_page(
            request, _form(request, vacancy.region_id, vacancy=vacancy, initial=form.with_told(), data=None), vacancy
        )
    if request.method == "POST" and form.is_valid():
        try:
            keeping.change(
                request.acting,
                vacancy.pk,
                entry=form.entry(),
                shown=form.cleaned_data["shown"],
                at=timezone.now(),
                on=timezone.localdate(),
                employer=getattr(form, "chosen_employer", None),
            )
        except Changed as changed:
            form.add_error(None, changed.sentence)
            _show_as_now(form, vacancy)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Opgeslagen."))
            return HttpResponseRedirect(address_of(request, vacancy))
    return _form_page(request, form, vacancy)


@requires(access.may_adapt_rules)
@require_http_methods(["GET", "HEAD", "POST"])
def vacancy_rules(request: WorkRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """Adapt which facts are asked of candidates: fewer rules, more people who meet them all."""
    vacancy = found_vacancy(request, vacancy_id)
    form = RulesForm(request.POST if request.method == "POST" else None, initial=initial_of(vacancy, vacancy.file))
    if request.method == "POST" and form.is_valid():
        try:
            keeping.settle_rules(request.acting, vacancy.pk, rules=form.rules, shown=form.cleaned_data["shown"])
        except Changed as changed:
            form.add_error(None, changed.sentence)
            _show_as_now(form, vacancy)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("De regels zijn aangepast."))
            return HttpResponseRedirect(address_of(request, vacancy))
    context = {"form": form, "vacancy": vacancy, "asked": form.asked(rule_words(vacancy))}
    return render(request, "placements/vacancy_rules.html", context, status=_status(form))


@requires(access.may_keep_vacancies)
@require_http_methods(["GET", "HEAD", "POST"])
def vacancy_close(request: WorkRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """Say how many were hired, or why nobody is sought any more."""
    vacancy = found_vacancy(request, vacancy_id)
    acting, at = request.acting, timezone.now()
    step = request.POST.get("step") if request.method == "POST" else ""
    fill = FillForm(request.POST if step == "fill" else None, initial={"hired": vacancy.places})
    close = CloseForm(request.POST if step == "close" else None)
    try:
        if fill.is_bound and fill.is_valid():
            keeping.fill(acting, vacancy.pk, hired=fill.cleaned_data["hired"], at=at)
            messages.success(request, _("Gefeliciteerd. De vacature staat op vervuld."))
            return HttpResponseRedirect(address_of(request, vacancy))
        if close.is_bound and close.is_valid():
            keeping.close(acting, vacancy.pk, because=close.cleaned_data["because"], at=at)
            messages.success(request, _("De vacature is gesloten."))
            return HttpResponseRedirect(address_of(request, vacancy))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(address_of(request, vacancy))
    context = {
        "vacancy": vacancy,
        "fill": fill,
        "close": close,
        "may_fill": may(Step.FILL, vacancy.state),
        "may_close": may(Step.CLOSE, vacancy.state),
    }
    status = _UNPROCESSABLE if fill.errors or close.errors else 200
    return render(request, "placements/vacancy_close.html", context, status=status)


@requires(access.may_check_vacancies)
@require_http_methods(["GET", "HEAD", "POST"])
def vacancy_workspace(request: WorkRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """Let a firm work in the portal, so that proposals reach it."""
    vacancy = found_vacancy(request, vacancy_id)
    initial = {"name": vacancy.employer, "kvk": vacancy.file.kvk}
    form = WorkspaceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            now = deciding.give_workspace(
                request.acting, vacancy.pk, kvk=data["kvk"], name=data["name"], at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("De vacature is nu van %(name)s in het portaal.") % {"name": now.employer})
            return HttpResponseRedirect(address_of(request, vacancy))
    context = {"form": form, "vacancy": vacancy}
    return render(request, "placements/vacancy_workspace.html", context, status=_status(form))


def _form(request: WorkRequest, region_id: uuid.UUID, vacancy: Any = None, **kwargs: Any) -> Any:
    """The form of who asks: a company fills in its own vacancy, who mediates also whose it is."""
    acting, on = request.acting, timezone.localdate()
    contracts = contracts_of(acting).filter(region_id=region_id, settled_on__isnull=True, ends_on__gte=on)
    kwargs = {
        "data": request.POST if request.method == "POST" else None,
        "municipalities": municipalities_of(region_id, on=on),
        "occupations": occupations_of(region_id),
        "contracts": contracts,
        "vacancy": vacancy,
        "file": vacancy.file if vacancy is not None else None,
    } | kwargs
    if vacancy is not None and vacancy.file.contract_id is not None:
        kwargs["contracts"] = contracts_of(acting).filter(pk__in=[vacancy.file.contract_id]) | contracts
    if acts_for_contractor(acting):
        return VacancyForm(**kwargs)
    return MediatedVacancyForm(**kwargs, employers=employers_in(region_id))


def _known(request: WorkRequest) -> dict[str, Any]:
    """What needs no asking: a company's own contact, and what its last vacancy has in common with this one."""
    acting = request.acting
    if not acts_for_contractor(acting):
        return {}
    known: dict[str, Any] = {"contact_name": acting.user_name, "contact_email": acting.user_email}
    own: Any = access.kept_vacancies(acting).select_related("file").order_by("-created_at", "pk").first()
    return known | dict(for_another(own, own.file)) if own is not None else known


def _show_as_now(form: RulesForm, vacancy: Vacancy) -> None:
    """Bind the form to what stands there now, so that it can be kept once more."""
    fresh = Vacancy.objects.get(pk=vacancy.pk)
    sent: Any = form.data.copy()  # type: ignore[attr-defined]
    sent["shown"] = version(fresh)
    form.data = sent


def _form_page(request: WorkRequest, form: Any, vacancy: Any) -> HttpResponse:
    regions = request.acting.regions
    context = {
        "form": form,
        "vacancy": vacancy,
        "is_employer": acts_for_contractor(request.acting),
        "region": chosen_region(request) if vacancy is None else None,
        "regions": regions if vacancy is None and len(regions) > 1 else (),
    }
    return render(request, "placements/vacancy_form.html", context, status=_status(form))


def _status(form: Any) -> int:
    return _UNPROCESSABLE if form.is_bound and form.errors else 200
