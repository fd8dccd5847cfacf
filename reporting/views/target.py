"""Targets with their versions."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from organisations.access import WorkRequest, requires
from organisations.models import Region
from organisations.refused import Refused
from reporting import target_versions
from reporting.access import may_agree_targets, reads_targets
from reporting.forms.spending import TargetForm
from reporting.spending.pages import money_region, money_regions, tabs


@requires(reads_targets)
@require_GET
def target_list(request: WorkRequest) -> HttpResponse:
    """Every target per kind and day with all its versions, and where what is in force does not fit together."""
    acting, region = request.acting, money_region(request)
    kinds = target_versions.targets_of(region.id)
    context = {
        "tabs": tabs(acting, "targets"),
        "region": region,
        "regions": money_regions(acting),
        "kinds": kinds,
        "differences": list(target_versions.differences(kinds)),
        "may_agree": may_agree_targets(acting),
    }
    return render(request, "reporting/target_list.html", context)


@requires(may_agree_targets)
@require_http_methods(["GET", "POST"])
def target_create(request: WorkRequest) -> HttpResponse:
    """Write down what was agreed about a target: a version beside the earlier ones."""
    acting, region = request.acting, money_region(request)
    initial = {"kind": request.GET.get("doel", ""), "on": request.GET.get("dag", "")}
    form = TargetForm(
        request.POST if request.method == "POST" else None,
        today=timezone.localdate(),
        since=Region.objects.get(pk=region.id).programme_start,
        initial=initial,
    )
    back = f"{reverse('reporting:target_list', args=[acting.organisation_id])}?{urlencode({'regio': region.code})}"
    if request.method == "POST" and form.is_valid():
        try:
            target_versions.agree(acting, region_id=region.id, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("version_on", refused.sentence)
        else:
            messages.success(request, _("Opgeschreven. Wat eerder gold, blijft staan."))
            return HttpResponseRedirect(back)
    context = {"form": form, "tabs": tabs(acting, "targets"), "region": region, "back": back}
    return render(request, "reporting/target_create.html", context, status=422 if form.errors else 200)
