"""Whom to ask at the employer of a placement: kept ahead of the first check."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.access import may_work_with_candidates
from organisations.access import WorkRequest, requires
from placements import access
from placements.follow_ups import deciding
from placements.forms.follow_up import EmployerContactForm
from placements.models import EmployerContact, Placement

_UNPROCESSABLE = 422


@requires(may_work_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def employer_contact(request: WorkRequest, placement_id: uuid.UUID) -> HttpResponse:
    """Fill in or change the contact; offered is whom one asked before at the same employer."""
    placements = access.placements_of(request.acting).filter(candidate__anonymised_at=None)
    placement = get_object_or_404(placements, pk=placement_id)
    form = EmployerContactForm(request.POST if request.method == "POST" else None, initial=_known(placement))
    if request.method == "POST" and form.is_valid():
        deciding.keep_contact(request.acting, placement, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Bewaard."))
        here = [request.acting.organisation_id, placement.pk]
        return HttpResponseRedirect(reverse("placements:placement_detail", args=here))
    context = {"form": form, "placement": placement}
    return render(request, "placements/employer_contact.html", context, status=_UNPROCESSABLE if form.errors else 200)


def _known(placement: Placement) -> dict[str, str]:
    known = EmployerContact.objects.filter(placement=placement).first() or deciding.contact_known_at(placement)
    return {"name": known.name, "email": known.email, "phone": known.phone} if known else {}
