"""What a coordination point settles for the back office of its region."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from candidates import access, back_office
from candidates.forms.back_office import AreasForm, BackOfficeForm
from organisations.access import WorkRequest, requires
from organisations.notation import dutch_number
from organisations.refused import Refused
from organisations.tenancy import RegionRef


@requires(access.may_run_back_office)
@require_http_methods(["GET", "POST"])
def back_office_edit(request: WorkRequest) -> HttpResponse:
    """The terms of the back office, and who leads the project."""
    acting, region = request.acting, _region(request)
    form = BackOfficeForm(
        request.POST if request.method == "POST" else None,
        policy=back_office.policy_of(region.id),
        leaders=back_office.project_leaders_for(acting),
    )
    if form.is_bound and form.is_valid():
        try:
            back_office.settle(
                acting,
                region_id=region.id,
                figures=form.figures(),
                project_leader_id=form.project_leader_id,
                stand_in=form.who_stands_in,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Bewaard. Dit geldt vanaf nu."))
            return HttpResponseRedirect(reverse("candidates:back_office_edit", args=[acting.organisation_id]))
    context = {"form": form, "region": region}
    return render(request, "candidates/back_office_edit.html", context, status=422 if form.errors else 200)


@requires(access.may_run_back_office)
@require_http_methods(["GET", "POST"])
def werkplein_area_edit(request: WorkRequest) -> HttpResponse:
    """Which Werkplein helps the residents of each municipality."""
    acting, region = request.acting, _region(request)
    form = AreasForm(
        request.POST if request.method == "POST" else None,
        served=back_office.served_in(region.id),
        werkpleinen=back_office.werkpleinen_in(region.id),
    )
    if form.is_bound and form.is_valid():
        try:
            changed = back_office.assign_areas(acting, region_id=region.id, areas=form.areas())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _changed(changed))
            return HttpResponseRedirect(reverse("candidates:werkplein_area_edit", args=[acting.organisation_id]))
    context = {"form": form, "region": region}
    return render(request, "candidates/werkplein_area_edit.html", context, status=422 if form.errors else 200)


def _changed(number: int) -> str:
    if not number:
        return _("Er is niets veranderd.")
    said = ngettext("Bewaard: %(n)s gemeente gewijzigd.", "Bewaard: %(n)s gemeenten gewijzigd.", number)
    return said % {"n": dutch_number(number)}


def _region(request: WorkRequest) -> RegionRef:
    if request.acting.region is None:
        raise PermissionDenied
    return request.acting.region
