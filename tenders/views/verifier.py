import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.access import WorkRequest, acts_for_authority, is_administrator, requires
from tenders import verifier
from tenders.forms.verifier import COORDINATION_POINT, OWN, VerifierForm


@requires(acts_for_authority, is_administrator)
@require_http_methods(["GET", "HEAD", "POST"])
def verifier_edit(request: WorkRequest, region_id: uuid.UUID) -> HttpResponse:
    """The authority chooses who verifies its contracts in one region."""
    acting = request.acting
    region = next((one for one in acting.regions if one.id == region_id), None)
    if region is None:
        raise Http404
    own = verifier.verifies_own(acting).get(region.id, False)
    form = VerifierForm(request.POST or None, initial={"verifier": OWN if own else COORDINATION_POINT})
    if request.method == "POST" and form.is_valid():
        try:
            verifier.choose_verifier(acting, region_id=region.id, own=form.cleaned_data["verifier"] == OWN)
        except verifier.VerifierRefused as refused:
            form.add_error("verifier", str(refused))
        else:
            messages.success(request, _("Bewaard. Wat wacht, staat vanaf nu bij wie beoordeelt."))
            return HttpResponseRedirect(request.path)
    context = {"form": form, "region": region, "coordinators": verifier.coordinators(acting)}
    return render(request, "tenders/verifier_edit.html", context, status=422 if form.errors else 200)
