from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.access import (
    WorkRequest,
    acts_for_authority,
    is_administrator,
    is_member,
    needs_second_factor_to_administer,
    requires,
)
from organisations.forms import OrganisationForm
from organisations.models import Organisation


@requires(is_member)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: WorkRequest) -> HttpResponse:
    """The organisation acted for; an administrator can change its name."""
    acting = request.acting
    organisation = get_object_or_404(Organisation, pk=acting.organisation_id)
    may_change = is_administrator(acting) and not needs_second_factor_to_administer(acting)
    form = OrganisationForm(request.POST or None, instance=organisation) if may_change else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            form.save()
            messages.success(request, _("De naam is bewaard."))
            return HttpResponseRedirect(request.path)
    facts = [
        (_("Naam"), acting.organisation_name),
        (_("Soort"), organisation.get_kind_display()),
        (_("KVK-nummer"), organisation.kvk or _("niet bekend")),
        (_("Regio’s"), ", ".join(region.name for region in acting.regions) or _("geen")),
    ]
    chooses_verifier = may_change and acts_for_authority(acting)
    context = {"facts": facts, "form": form, "verified_regions": acting.regions if chooses_verifier else ()}
    return render(request, "organisations/profile.html", context, status=422 if form and form.errors else 200)
