import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_tables2 import RequestConfig

from candidates.access import works_with_candidates
from candidates.choices import CandidateState
from candidates.reading import log_seen
from organisations import saved_views
from organisations.access import WorkRequest, requires
from organisations.refused import Refused
from placements import access
from placements.filters import PlacementFilter
from placements.follow_ups.page import of_placement
from placements.models import EmployerContact, Placement
from placements.outflow import counted_by
from placements.pages.placement_page import named, one_placement, placement_page, placement_rows
from placements.placing import running
from placements.tables import OwnPlacementTable, PlacementTable

PER_PAGE = 25


@requires(access.sees_placements)
@require_GET
def placement_list(request: WorkRequest) -> HttpResponse:
    """The placements somebody works with; to a company those at its own, by name where the candidate agreed."""
    acting, on = request.acting, timezone.localdate()
    views = saved_views.opened(acting, "plaatsingen", request.GET)
    if views.redirect:
        return HttpResponseRedirect(views.redirect)
    found = PlacementFilter(request.GET, queryset=placement_rows(acting, on=on))
    works = works_with_candidates(acting)
    table = (PlacementTable if works else OwnPlacementTable)(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    shown = [row.record for row in table.paginated_rows]
    log_seen(acting, named(shown), purpose=_("Lijst van plaatsingen"), at=timezone.now(), request=request.reference)
    context = {
        "table": table,
        "filter": found,
        "views": views,
        "works": works,
        "counted": counted_by(access.placements_of(acting), by=on) if works else None,
    }
    return render(request, "placements/placement_list.html", context)


@requires(access.sees_placements)
@require_GET
def placement_detail(request: WorkRequest, placement_id: uuid.UUID) -> HttpResponse:
    """One placement: its dates, what it counts for, and what the employer states of it on a contract."""
    acting, on = request.acting, timezone.localdate()
    placement: Any = get_object_or_404(one_placement(acting, on=on), pk=placement_id)
    log_seen(acting, named([placement]), purpose=_("Plaatsing"), at=timezone.now(), request=request.reference)
    page = placement_page(acting, placement, on=on)
    context: dict[str, Any] = {"page": page, "placement": placement, "follow_ups": [], "contact": None}
    if works_with_candidates(acting):
        context["follow_ups"] = of_placement(placement, on=on)
        context["contact"] = EmployerContact.objects.filter(placement=placement).first()
    return render(request, "placements/placement_detail.html", context)


@requires(access.may_place)
@require_POST
def placement_share(request: WorkRequest, placement_id: uuid.UUID) -> HttpResponse:
    """The candidate agreed that the employer sees who he is, or does no longer."""
    placement = found_placement(request, placement_id)
    agreed_on = timezone.localdate() if request.POST.get("agreed") == "ja" else None
    try:
        running.share_identity(request.acting, placement.pk, agreed_on=agreed_on)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        if agreed_on:
            messages.success(request, _("%(employer)s ziet nu wie de kandidaat is.") % {"employer": placement.employer})
        else:
            messages.success(request, _("%(employer)s ziet alleen nog het nummer.") % {"employer": placement.employer})
    return HttpResponseRedirect(address_of(request, placement))


@requires(access.may_place)
@require_POST
def placement_reopen(request: WorkRequest, placement_id: uuid.UUID) -> HttpResponse:
    """Undo that a placement ended."""
    placement = found_placement(request, placement_id)
    try:
        candidate = running.take_back_end(request.acting, placement.pk, on=timezone.localdate(), at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        state = {"state": candidate.get_state_display()}
        if candidate.state in {CandidateState.PLACED, CandidateState.FOLLOW_UP}:
            messages.success(request, _("Het einde is teruggedraaid. Het dossier staat op ‘%(state)s’.") % state)
        else:
            messages.success(request, _("Het einde is teruggedraaid."))
            messages.warning(request, _("Het dossier staat nog op ‘%(state)s’. Kijk of dat klopt.") % state)
    return HttpResponseRedirect(address_of(request, placement))


def found_placement(request: WorkRequest, placement_id: uuid.UUID) -> Any:
    """The placement of the address to do something with; of who was erased it is only read."""
    placements = one_placement(request.acting, on=timezone.localdate())
    return get_object_or_404(placements.filter(candidate__anonymised_at=None), pk=placement_id)


def address_of(request: WorkRequest, placement: Placement) -> str:
    here = {"organisation_id": request.acting.organisation_id, "placement_id": placement.pk}
    return reverse("placements:placement_detail", kwargs=here)
