"""How a region is reached, filled in by its coordination point or by who looks after the portal."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations import region_contact as contacts
from organisations.access import WorkRequest, chosen_region, requires
from organisations.contact_forms import RegionContactForm
from organisations.models import Region
from organisations.shown import Changed
from organisations.shown_forms import say_changed


@requires(contacts.may_change_contact)
@require_http_methods(["GET", "HEAD", "POST"])
def region_contact_edit(request: WorkRequest) -> HttpResponse:
    """By the coordination point, of its own region."""
    region = chosen_region(request)
    return _edit(request, region, back_url=reverse("placements:region", args=[request.acting.organisation_id]))


@requires(contacts.may_change_contact_of_any_region)
@require_http_methods(["GET", "HEAD", "POST"])
def region_contact_of(request: WorkRequest, code: str) -> HttpResponse:
    """By who looks after the portal, of any region: a new one has no coordination point yet."""
    region = get_object_or_404(Region, code=code)
    back_url = reverse("organisations:region_detail", args=[request.acting.organisation_id, region.code])
    return _edit(request, region, back_url=back_url)


def _edit(request: WorkRequest, region: Any, *, back_url: str) -> HttpResponse:
    form = RegionContactForm(request.POST if request.method == "POST" else None, contact=contacts.contact_of(region.id))
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in contacts.FIELDS}
        try:
            contacts.keep(
                request.acting, region_id=region.id, values=values, at=timezone.now(), was_shown=form.was_shown
            )
        except Changed as changed:
            say_changed(changed, form)
        else:
            messages.success(request, _("Bewaard. Zo staat het nu op de contactpagina van de regio."))
            return HttpResponseRedirect(back_url)
    context = {"form": form, "shown": region, "back_url": back_url}
    return render(request, "organisations/region_contact_edit.html", context, status=422 if form.errors else 200)
