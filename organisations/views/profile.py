from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations import renaming
from organisations.access import (
    WorkRequest,
    acts_for_authority,
    is_administrator,
    is_member,
    needs_second_factor_to_administer,
    requires,
    sees_read_log,
)
from organisations.forms import OrganisationForm
from organisations.models import Organisation


@requires(is_member)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: WorkRequest) -> HttpResponse:
    """The organisation acted for; an administrator can change its name, and go back to the one before."""
    acting = request.acting
    organisation = get_object_or_404(Organisation, pk=acting.organisation_id)
    may_change = is_administrator(acting) and not needs_second_factor_to_administer(acting)
    former = [
        one
        for one in renaming.former_names([organisation.pk]).get(organisation.pk, [])
        if one.name != acting.organisation_name
    ]
    asked: Any = request.POST if request.method == "POST" and "undo" not in request.POST else None
    form = OrganisationForm(asked, instance=organisation) if may_change else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if "undo" in request.POST and former:
            renaming.rename(organisation.pk, name=former[0].name, kvk=organisation.kvk)
            messages.success(request, _("De organisatie heet weer %(name)s.") % {"name": former[0].name})
            return HttpResponseRedirect(request.path)
        if form.is_valid():
            renaming.rename(organisation.pk, name=form.cleaned_data["name"], kvk=organisation.kvk)
            messages.success(request, _("De naam is bewaard. De oude naam blijft vindbaar."))
            return HttpResponseRedirect(request.path)
    facts = [
        (_("Naam"), acting.organisation_name),
        *((_("Voorheen"), ", ".join(dict.fromkeys(one.name for one in former))) for _one in former[:1]),
        (_("Soort"), organisation.get_kind_display()),
        (_("KVK-nummer"), organisation.kvk or _("niet bekend")),
        (_("Regio’s"), ", ".join(region.name for region in acting.regions) or _("geen")),
    ]
    chooses_verifier = may_change and acts_for_authority(acting)
    context = {
        "facts": facts,
        "form": form,
        "former": former[:1] if may_change else [],
        "sees_read_log": sees_read_log(acting),
        "verified_regions": acting.regions if chooses_verifier else (),
    }
    return render(request, "organisations/profile.html", context, status=422 if form and form.errors else 200)
