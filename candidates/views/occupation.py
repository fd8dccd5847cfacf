import uuid

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from candidates import access
from candidates.filters.training import OccupationFilter
from candidates.forms.occupation import OccupationForm
from candidates.models import ProgrammeOccupation, TrainingProgramme
from candidates.tables.training import OccupationTable
from candidates.training import occupations
from candidates.training.pages import tabs
from organisations import public_pages
from organisations.access import WorkRequest, requires
from organisations.expected_demand import expected_demand
from organisations.models import Occupation
from organisations.refused import Refused
from organisations.tenancy import Acting

PER_PAGE = 50


@requires(access.works_with_candidates)
@require_GET
def occupation_list(request: WorkRequest) -> HttpResponse:
    """The occupations of the region with their profile; ``?oud`` shows those no longer used."""
    acting = request.acting
    old = bool(request.GET.get("oud"))
    leading = ProgrammeOccupation.objects.filter(occupation=OuterRef("pk")).order_by().values("occupation")
    counted = leading.annotate(number=Count("pk")).values("number")
    found = occupations.all_of(acting).filter(retired_on__isnull=not old)
    narrowed = OccupationFilter(request.GET, queryset=found.annotate(programmes=Coalesce(Subquery(counted), 0)))
    table = OccupationTable(narrowed.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "table": table,
        "filter": narrowed,
        "old": old,
        "tabs": tabs(acting, "occupations"),
        "may_edit": access.may_run_back_office(acting),
    }
    return render(request, "candidates/occupation_list.html", context)


@requires(access.works_with_candidates)
@require_GET
def occupation_detail(request: WorkRequest, occupation_id: uuid.UUID) -> HttpResponse:
    """One occupation: what the work is, what it asks, and which training leads to it."""
    acting = request.acting
    occupation = get_object_or_404(occupations.all_of(acting), pk=occupation_id)
    leading = TrainingProgramme.objects.filter(programme_occupations__occupation=occupation)
    context = {
        "occupation": occupation,
        "expected": expected_demand(
            acting, region_id=occupation.region_id, occupations=[occupation.code], on=timezone.localdate()
        ),
        "programmes": list(leading.order_by("name", "pk")),
        "public_url": _public_url(acting, occupation),
        "tabs": tabs(acting, "occupations"),
        "may_edit": access.may_run_back_office(acting),
    }
    return render(request, "candidates/occupation_detail.html", context)


@requires(access.may_run_back_office)
@require_http_methods(["GET", "POST"])
def occupation_create(request: WorkRequest) -> HttpResponse:
    acting = request.acting
    form = OccupationForm(request.POST if request.method == "POST" else None, acting=acting)
    if request.method == "POST" and form.is_valid():
        try:
            made = occupations.add(acting, region_id=uuid.UUID(form.cleaned_data["region"]), profile=form.entered())
        except Refused as refused:
            form.add_error("name", refused.sentence)
        else:
            messages.success(request, _("Bewaard."))
            return HttpResponseRedirect(_url(request, made))
    return _form_page(request, form)


@requires(access.may_run_back_office)
@require_http_methods(["GET", "POST"])
def occupation_edit(request: WorkRequest, occupation_id: uuid.UUID) -> HttpResponse:
    acting = request.acting
    occupation = get_object_or_404(occupations.all_of(acting), pk=occupation_id)
    form = OccupationForm(request.POST if request.method == "POST" else None, acting=acting, occupation=occupation)
    if request.method == "POST" and form.is_valid():
        occupations.change(acting, occupation.pk, profile=form.entered())
        messages.success(request, _("Bewaard."))
        return HttpResponseRedirect(_url(request, occupation))
    return _form_page(request, form, occupation)


@requires(access.may_run_back_office)
@require_POST
def occupation_retire(request: WorkRequest, occupation_id: uuid.UUID) -> HttpResponse:
    """Use it no more, or again."""
    occupation = get_object_or_404(occupations.all_of(request.acting), pk=occupation_id)
    on = None if occupation.retired_on else timezone.localdate()
    occupations.retire(request.acting, occupation.pk, on=on)
    messages.success(request, _("Niet meer in gebruik.") if on else _("Weer in gebruik."))
    return HttpResponseRedirect(_url(request, occupation))


def _public_url(acting: Acting, occupation: Occupation) -> str:
    """Of the page that everybody reads; empty where there is none."""
    region = next(one for one in acting.regions if one.id == occupation.region_id)
    if not occupation.is_public or occupation.retired_on:
        return ""
    address = public_pages.address_of("placements:occupation_search", region.code)
    return f"{address}{occupation.code}/" if address else ""


def _form_page(request: WorkRequest, form: OccupationForm, occupation: Occupation | None = None) -> HttpResponse:
    context = {"form": form, "occupation": occupation, "tabs": tabs(request.acting, "occupations")}
    return render(request, "candidates/occupation_form.html", context, status=422 if form.errors else 200)


def _url(request: WorkRequest, occupation: Occupation) -> str:
    return reverse("candidates:occupation_detail", args=[request.acting.organisation_id, occupation.pk])
