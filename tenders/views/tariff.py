"""What a region's blocks are worth: for everybody to read, for the coordination point to publish and confirm."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organisations.access import WorkRequest, chosen_region, requires
from organisations.templatetags.formatting import day_nl
from tenders import access, tariff_versions
from tenders.choices import BlockKind, EvidenceKind
from tenders.forms.tariff import PublishForm
from tenders.models import Tariff
from tenders.tariff_rules import differences
from tenders.tariff_versions import TariffRefused
from tenders.tariff_words import compared


@requires(access.may_see_contracts)
@require_GET
def tariff_list(request: WorkRequest) -> HttpResponse:
    """The versions of a region: which holds now, which from a later day, and what is still a concept."""
    region, on = chosen_region(request), timezone.localdate()
    versions = (
        tariff_versions.versions_of(region.id)
        if access.may_read_concepts(request.acting)
        else list(access.tariffs_of(request.acting).filter(region_id=region.id).order_by("-valid_from"))
    )
    published = [one for one in versions if one.published_at is not None]
    in_force = next((one for one in published if one.valid_from <= on), None)
    return render(
        request,
        "tenders/tariff_list.html",
        {
            "region": region,
            "regions": request.acting.regions,
            "concepts": [one for one in versions if one.published_at is None],
            "published": published,
            "in_force": in_force,
            "on": on,
            "counts_contracts": access.may_read_concepts(request.acting),
            "may_manage": access.may_manage_tariffs(request.acting),
        },
    )


@requires(access.may_see_contracts)
@require_GET
def tariff_detail(request: WorkRequest, tariff_id: uuid.UUID) -> HttpResponse:
    """What each target group and kind of effort is worth under one version of the region's table."""
    return _detail(request, _tariff(request, tariff_id))


@requires(access.may_see_contracts)
@require_GET
def tariff_compare(request: WorkRequest, tariff_id: uuid.UUID) -> HttpResponse:
    """What this version changes in another one; without a choice in the one that holds before it."""
    tariff = _tariff(request, tariff_id)
    others = list(
        access.tariffs_of(request.acting)
        .filter(region_id=tariff.region_id)
        .exclude(pk=tariff.pk)
        .order_by("-valid_from", "-pk")
    )
    chosen = next((one for one in others if str(one.pk) == request.GET.get("met")), None)
    chosen = chosen or next(
        (one for one in others if one.published_at is not None and one.valid_from <= tariff.valid_from), None
    )
    chosen = chosen or next(iter(others), None)
    found = differences(tariff_versions.facts_of(chosen), tariff_versions.facts_of(tariff)) if chosen else []
    return render(
        request,
        "tenders/tariff_compare.html",
        {
            "tariff": tariff,
            "other": chosen,
            "others": others,
            "rows": compared(found),
            "same": tariff.blocks.count() - sum(1 for one in found if one.then is not None),
        },
    )


@requires(access.may_manage_tariffs)
@require_POST
def tariff_confirm(request: WorkRequest, tariff_id: uuid.UUID) -> HttpResponse:
    """Confirm that these are the values of the region."""
    tariff = _tariff(request, tariff_id)
    tariff_versions.confirm(tariff.pk, at=timezone.now())
    messages.success(request, _("De bouwblokkentabel is bevestigd."))
    return _to(request, tariff)


@requires(access.may_manage_tariffs)
@require_POST
def tariff_publish(request: WorkRequest, tariff_id: uuid.UUID) -> HttpResponse:
    """Let a concept hold from its first day on."""
    tariff = _tariff(request, tariff_id)
    form = PublishForm(request.POST)
    confirmed = form.is_valid() and form.cleaned_data["confirmed"]
    try:
        tariff_versions.publish(request.acting, tariff.pk, at=timezone.now(), confirmed=confirmed)
    except TariffRefused as refused:
        return _detail(request, tariff, refused=str(refused), form=form)
    text = _("Gepubliceerd. Deze tabel geldt voor contracten die zijn gegund vanaf %(day)s.")
    messages.success(request, text % {"day": day_nl(tariff.valid_from)})
    return _to(request, tariff)


@requires(access.may_manage_tariffs)
@require_POST
def tariff_take_back(request: WorkRequest, tariff_id: uuid.UUID) -> HttpResponse:
    """Make a concept again of what no contract uses yet."""
    tariff = _tariff(request, tariff_id)
    try:
        tariff_versions.take_back(request.acting, tariff.pk)
    except TariffRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("De tabel is weer een concept. Alleen uw organisatie ziet hem nog."))
    return _to(request, tariff)


def _detail(
    request: WorkRequest, tariff: Tariff, *, refused: str = "", form: PublishForm | None = None
) -> HttpResponse:
    blocks = list(tariff.blocks.order_by("position", "label", "id"))
    for block in blocks:
        block.evidence_words = [str(EvidenceKind(kind).label) for kind in block.evidence]  # type: ignore[attr-defined]
    may_manage = access.may_manage_tariffs(request.acting)
    is_concept = tariff.published_at is None
    context: dict[str, Any] = {
        "tariff": tariff,
        "is_concept": is_concept,
        "may_manage": may_manage,
        "may_simulate": access.may_read_concepts(request.acting),
        "is_used": not is_concept and may_manage and tariff_versions.is_used(tariff.pk),
        "problems": tariff_versions.problems_of(tariff) if is_concept else [],
        # After a refusal the page says so above already.
        "early": tariff_versions.too_early(tariff, on=timezone.localdate()) if is_concept and not refused else "",
        "publish_form": form or PublishForm(),
        "refused": refused,
        "may_confirm": may_manage and not is_concept and tariff.confirmed_at is None,
        "persons": [block for block in blocks if block.kind == BlockKind.FULL_TIME_YEAR],
        "bonuses": [block for block in blocks if block.kind == BlockKind.BONUS],
        "others": [block for block in blocks if block.kind not in {BlockKind.FULL_TIME_YEAR, BlockKind.BONUS}],
    }
    return render(request, "tenders/tariff_detail.html", context, status=422 if refused else 200)


def _tariff(request: WorkRequest, tariff_id: uuid.UUID) -> Tariff:
    rows = access.tariffs_of(request.acting).select_related("region", "made_by", "published_by")
    return get_object_or_404(rows, pk=tariff_id)


def _to(request: WorkRequest, tariff: Tariff) -> HttpResponse:
    return HttpResponseRedirect(reverse("tenders:tariff_detail", args=[request.acting.organisation_id, tariff.pk]))
