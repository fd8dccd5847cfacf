"""The platform operator: regions, their organisations, and the first administrator of each. No personal data."""

from typing import Any

from django.contrib import messages
from django.db.models import BooleanField, Count, F, Func, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from organisations.access import (
    WorkRequest,
    acts_for_operator,
    chosen_region,
    is_administrator,
    requires,
    shapes_own_region,
)
from organisations.choices import Area, OrganisationKind, Role
from organisations.filters import OrganisationFilter
from organisations.forms import FirstAdministratorForm, NewOrganisationForm
from organisations.house_style import HouseStyle
from organisations.invitations import invite
from organisations.models import Invitation, OrganisationRegion, Region
from organisations.operator import (
    AlreadyInRegionError,
    CodeTakenError,
    add_municipalities,
    create_organisation,
    create_region,
)
from organisations.region_forms import MunicipalitiesForm, NewRegionForm, RegionLookForm
from organisations.tables import OrganisationTable

PER_PAGE = 25


def _organisations() -> QuerySet[OrganisationRegion]:
    has_members = Func(F("organisation_id"), function="organisations_has_members", output_field=BooleanField())
    return OrganisationRegion.objects.select_related("organisation", "region").annotate(has_members=has_members)


def _inviter(request: WorkRequest) -> dict[str, Any]:
    return {"invited_by_id": request.acting.user_id, "invited_from_id": request.acting.organisation_id}


@requires(acts_for_operator)
@require_safe
def region_list(request: WorkRequest) -> HttpResponse:
    """Every region of the portal."""
    regions = Region.objects.annotate(count=Count("organisation_regions")).order_by("name")
    return render(request, "organisations/region_list.html", {"regions": regions})


@requires(acts_for_operator, is_administrator)
@require_http_methods(["GET", "HEAD", "POST"])
def region_create(request: WorkRequest) -> HttpResponse:
    """A new region: its name, its words, its colour and its municipalities; then its first organisation."""
    form = NewRegionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        region = form.save(commit=False)
        region.code = given["code"]
        create_region(region, municipalities=given["municipalities"], like=given["like"])
        messages.success(
            request, _("Regio %(name)s staat klaar. Voeg nu de eerste organisatie toe.") % {"name": region.name}
        )
        next_url = reverse("organisations:organisation_create", args=[request.acting.organisation_id, region.code])
        return HttpResponseRedirect(f"{next_url}?soort={OrganisationKind.COORDINATION_POINT}")
    return render(request, "organisations/region_create.html", {"form": form}, status=422 if form.errors else 200)


@requires(acts_for_operator, is_administrator)
@require_http_methods(["GET", "HEAD", "POST"])
def region_look_of(request: WorkRequest, code: str) -> HttpResponse:
    """The words and the colour of any region."""
    region = get_object_or_404(Region, code=code)
    back_url = reverse("organisations:region_detail", args=[request.acting.organisation_id, code])
    return _look(request, region, back_url)


@requires(shapes_own_region)
@require_http_methods(["GET", "HEAD", "POST"])
def region_look(request: WorkRequest) -> HttpResponse:
    """The words and the colour of the own region, for its coordination point."""
    region = get_object_or_404(Region, pk=chosen_region(request).id)
    back_url = reverse("placements:region", args=[request.acting.organisation_id])
    return _look(request, region, back_url)


def _look(request: WorkRequest, region: Region, back_url: str) -> HttpResponse:
    form = RegionLookForm(request.POST or None, instance=region)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Bewaard. Iedereen in de regio ziet het vanaf nu zo."))
        return HttpResponseRedirect(request.get_full_path())
    # What the form was given stands in ``region`` already, also when it is refused.
    kept = Region.objects.get(pk=region.pk) if form.errors else region
    context = {"form": form, "shown": kept, "back_url": back_url, "steps": HouseStyle.of(kept.accent).steps.items()}
    return render(request, "organisations/region_look.html", context, status=422 if form.errors else 200)


@requires(acts_for_operator, is_administrator)
@require_http_methods(["GET", "HEAD", "POST"])
def region_municipalities(request: WorkRequest, code: str) -> HttpResponse:
    """The municipalities of a region, and adding some."""
    region = get_object_or_404(Region, code=code)
    form = MunicipalitiesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = add_municipalities(region, form.cleaned_data["municipalities"])
        messages.success(request, ngettext("%(n)s gemeente erbij.", "%(n)s gemeenten erbij.", added) % {"n": added})
        return HttpResponseRedirect(request.path)
    rows = region.area_municipalities.filter(area=Area.REGION).select_related("municipality")
    context = {"shown": region, "form": form, "rows": rows.order_by("municipality__name", "valid")}
    return render(request, "organisations/region_municipalities.html", context, status=422 if form.errors else 200)


@requires(acts_for_operator)
@require_safe
def region_detail(request: WorkRequest, code: str) -> HttpResponse:
    """The organisations of one region."""
    region = get_object_or_404(Region, code=code)
    filterset = OrganisationFilter(request.GET, queryset=_organisations().filter(region=region))
    table = OrganisationTable(filterset.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"shown": region, "filter": filterset, "table": table}
    return render(request, "organisations/region_detail.html", context)


@requires(acts_for_operator, is_administrator)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_create(request: WorkRequest, code: str) -> HttpResponse:
    """A new organisation in a region, with its first administrator."""
    region = get_object_or_404(Region, code=code)
    # The first organisation of a region is its coordination point; the address says so.
    form = NewOrganisationForm(request.POST or None, initial={"kind": request.GET.get("soort", "")})
    if request.method == "POST" and form.is_valid():
        try:
            organisation = create_organisation(
                region=region, by=_inviter(request), at=timezone.now(), **form.cleaned_data
            )
        except AlreadyInRegionError as error:
            form.add_error("kvk", str(error))
        except CodeTakenError as error:
            form.add_error("code", str(error))
        else:
            told = {"name": organisation.name, "email": form.cleaned_data["administrator_email"]}
            if told["email"]:
                said = _("%(name)s doet nu mee in de regio. De uitnodiging gaat naar %(email)s.") % told
            else:
                said = _("%(name)s stond al in het portaal en doet nu ook mee in deze regio.") % told
            messages.success(request, said)
            here = request.acting.organisation_id
            return HttpResponseRedirect(reverse("organisations:region_detail", args=[here, region.code]))
    context = {"shown": region, "form": form}
    return render(request, "organisations/organisation_create.html", context, status=422 if form.errors else 200)


@requires(acts_for_operator, is_administrator)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_detail(request: WorkRequest, pk: Any) -> HttpResponse:
    """One organisation: has it members, and who was invited from here; invite an administrator."""
    row = get_object_or_404(_organisations(), pk=pk)
    form = FirstAdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invite(
            region_id=row.region_id,
            organisation_id=row.organisation_id,
            role=Role.ADMINISTRATOR,
            at=timezone.now(),
            **_inviter(request),
            **form.cleaned_data,
        )
        messages.success(request, _("De uitnodiging gaat naar %(email)s.") % {"email": form.cleaned_data["email"]})
        return HttpResponseRedirect(request.path)
    at = timezone.now()
    sent = Invitation.objects.unanswered().filter(
        organisation_id=row.organisation_id, invited_from_id=request.acting.organisation_id
    )
    context = {
        "row": row,
        "form": form,
        "invitations": [{"row": one, "state": one.state(at=at)} for one in sent.order_by("-created_at", "-id")],
    }
    return render(request, "organisations/organisation_detail.html", context, status=422 if form.errors else 200)
