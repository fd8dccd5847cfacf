"""The priority area of the own region, for its coordination point."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations import priority_area
from organisations.access import WorkRequest, chosen_region, requires, shapes_own_region
from organisations.priority_area_form import PriorityAreaForm


@requires(shapes_own_region)
@require_http_methods(["GET", "HEAD", "POST"])
def priority_area_edit(request: WorkRequest) -> HttpResponse:
    """Which municipalities of the region go first, from a day on."""
    region, on = chosen_region(request), timezone.localdate()
    among = priority_area.municipalities_of(region.id, on=on)
    form = PriorityAreaForm(
        request.POST if request.method == "POST" else None,
        among=among,
        stands=priority_area.priority_on(region.id, on=on),
        on=on,
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        priority_area.settle(region.id, among=among, chosen=given["municipalities"], since=given["since"])
        messages.success(request, _("Bewaard. Zo gaat het vanaf die dag."))
        return HttpResponseRedirect(reverse("placements:region", args=[request.acting.organisation_id]))
    context = {"form": form, "shown": region}
    return render(request, "organisations/priority_area_edit.html", context, status=422 if form.errors else 200)
