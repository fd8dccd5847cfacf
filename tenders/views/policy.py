from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from organisations.access import WorkRequest, chosen_region, requires
from organisations.templatetags.formatting import day_nl
from tenders import access, regional_policy
from tenders.forms.policy import PolicyForm
from tenders.policy_figures import policy_sections


@requires(access.may_see_contracts)
@require_GET
def policy_detail(request: WorkRequest) -> HttpResponse:
    """What the region decided about social return: today, from a later day, and before."""
    region, on = chosen_region(request), timezone.localdate()
    versions = regional_policy.versions_of(region.id)
    asked = next((one for one in versions if str(one.policy.pk) == request.GET.get("versie")), None)
    shown = asked or next((one for one in versions if one.holds(on)), None)
    return render(
        request,
        "tenders/policy_detail.html",
        {
            "region": region,
            "regions": request.acting.regions,
            "versions": [{"version": one, "is_shown": one is shown, "holds": one.holds(on)} for one in versions],
            "shown": shown,
            "holds": shown is not None and shown.holds(on),
            "on": on,
            "sections": policy_sections(shown.policy) if shown else [],
            "may_decide": access.may_decide_policy(request.acting),
        },
    )


@requires(access.may_decide_policy)
@require_http_methods(["GET", "POST"])
def policy_edit(request: WorkRequest) -> HttpResponse:
    """Write down new figures and from which day they hold."""
    region, on = chosen_region(request), timezone.localdate()
    versions = regional_policy.versions_of(region.id)
    newest = versions[0].policy if versions else None
    form = PolicyForm(request.POST if request.method == "POST" else None, on=on, policy=newest)
    detail_url = f"{reverse('tenders:policy_detail', args=[request.acting.organisation_id])}?regio={region.code}"
    if request.method == "POST" and form.is_valid():
        valid_from = form.cleaned_data["valid_from"]
        try:
            made = regional_policy.decide(
                request.acting, region_id=region.id, valid_from=valid_from, figures=form.figures()
            )
        except regional_policy.PolicyRefused as refused:
            form.add_error("valid_from", str(refused))
        else:
            messages.success(request, _("Bewaard. Dit beleid geldt vanaf %(day)s.") % {"day": day_nl(valid_from)})
            return HttpResponseRedirect(f"{detail_url}&versie={made.pk}")
    return render(
        request,
        "tenders/policy_edit.html",
        {"form": form, "region": region, "detail_url": detail_url, "newest": versions[0] if versions else None},
        status=422 if form.errors else 200,
    )
