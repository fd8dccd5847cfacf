"""The coordination point writes a new version of the tariff: begun as a copy, changed block by block."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organisations.access import WorkRequest, chosen_region, requires
from tenders import access, tariff_versions
from tenders.choices import BlockKind
from tenders.forms.tariff import BlockForm, GuidanceForm, NewVersionForm, VersionForm
from tenders.models import Block, Tariff
from tenders.tariff_rules import GUIDANCE
from tenders.tariff_versions import TariffRefused
from tenders.tariff_words import KIND_NOTES


@requires(access.may_manage_tariffs)
@require_http_methods(["GET", "POST"])
def tariff_create(request: WorkRequest) -> HttpResponse:
    """Begin a version as a concept: a copy of another, or empty."""
    region, on = chosen_region(request), timezone.localdate()
    versions = tariff_versions.versions_of(region.id)
    # Mostly somebody changes what holds now.
    newest = next((one for one in versions if one.published_at is not None), None)
    form = NewVersionForm(
        request.POST if request.method == "POST" else None,
        on=on,
        versions=versions,
        initial={"like": str(request.GET.get("van") or (newest.pk if newest else ""))},
    )
    if request.method == "POST" and form.is_valid():
        made = tariff_versions.begin(
            request.acting,
            region_id=region.id,
            valid_from=form.cleaned_data["valid_from"],
            note=form.cleaned_data["note"],
            like=form.copied(),
            at=timezone.now(),
        )
        messages.success(request, _("Het concept staat klaar. Alleen uw organisatie ziet het."))
        return _to(request, made.pk)
    list_url = f"{reverse('tenders:tariff_list', args=[request.acting.organisation_id])}?regio={region.code}"
    return render(
        request,
        "tenders/tariff_create.html",
        {"form": form, "region": region, "list_url": list_url},
        status=422 if form.errors else 200,
    )


@requires(access.may_manage_tariffs)
@require_http_methods(["GET", "POST"])
def tariff_edit(request: WorkRequest, tariff_id: uuid.UUID) -> HttpResponse:
    """Change from which day a concept is to hold, and why it is made."""
    tariff = _tariff(request, tariff_id)
    if tariff.published_at is not None:
        return _stands(request, tariff)
    form = VersionForm(
        request.POST if request.method == "POST" else None,
        on=timezone.localdate(),
        initial={"valid_from": tariff.valid_from, "note": tariff.note},
    )
    if request.method == "POST" and form.is_valid():
        try:
            tariff_versions.describe(request.acting, tariff.pk, **form.cleaned_data)
        except TariffRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Bewaard."))
            return _to(request, tariff.pk)
    context = {"form": form, "tariff": tariff, "detail_url": _address(request, tariff.pk)}
    return render(request, "tenders/tariff_edit.html", context, status=422 if form.errors else 200)


@requires(access.may_manage_tariffs)
@require_POST
def tariff_delete(request: WorkRequest, tariff_id: uuid.UUID) -> HttpResponse:
    """Throw a concept away, with what was worked out for it."""
    tariff = _tariff(request, tariff_id)
    try:
        tariff_versions.delete_concept(request.acting, tariff.pk)
    except TariffRefused as refused:
        messages.error(request, str(refused))
        return _to(request, tariff.pk)
    messages.success(request, _("Het concept is weggegooid."))
    url = reverse("tenders:tariff_list", args=[request.acting.organisation_id])
    return HttpResponseRedirect(f"{url}?regio={tariff.region.code}")


@requires(access.may_manage_tariffs)
@require_http_methods(["GET", "POST"])
def block_create(request: WorkRequest, tariff_id: uuid.UUID) -> HttpResponse:
    """Add a block to a concept: first what kind it is, then what counts for that kind."""
    tariff = _tariff(request, tariff_id)
    if tariff.published_at is not None:
        return _stands(request, tariff)
    kind = request.GET.get("soort", "")
    context: dict[str, Any] = {"tariff": tariff, "detail_url": _address(request, tariff.pk)}
    if kind not in BlockKind.values:
        kinds = [(one.value, one.label, KIND_NOTES[one]) for one in BlockKind]
        return render(request, "tenders/block_create.html", context | {"kinds": kinds})
    form = BlockForm(request.POST if request.method == "POST" else None, kind=kind)
    if request.method == "POST" and form.is_valid() and _written(request, tariff, form, block_id=None):
        messages.success(request, _("%(name)s staat in de tabel.") % {"name": form.cleaned_data["label"]})
        return _to(request, tariff.pk)
    context |= {"form": form, "kind": BlockKind(kind).label, "block_row": None, "is_concept": True}
    return render(request, "tenders/block_edit.html", context, status=422 if form.errors else 200)


@requires(access.may_manage_tariffs)
@require_http_methods(["GET", "POST"])
def block_edit(request: WorkRequest, tariff_id: uuid.UUID, block_id: uuid.UUID) -> HttpResponse:
    """Change a block: all of it in a concept; of what is published only what helps to find it."""
    tariff = _tariff(request, tariff_id)
    block = get_object_or_404(tariff.blocks, pk=block_id)
    is_concept = tariff.published_at is None
    seen = tariff_versions.version_of(block)
    data = request.POST if request.method == "POST" else None
    form: GuidanceForm = (
        BlockForm(data, kind=block.kind, block=block, initial={"seen": seen})
        if is_concept
        else GuidanceForm(
            data, kind=block.kind, initial={"seen": seen} | {name: getattr(block, name) for name in GUIDANCE}
        )
    )
    context: dict[str, Any] = {"standing": [], "typed": []}
    if request.method == "POST" and form.is_valid():
        if _written(request, tariff, form, block_id=block.pk):
            messages.success(request, _("Bewaard."))
            return _to(request, tariff.pk)
        if form.cleaned_data["seen"] != seen:
            context["standing"] = form.standing()
            context["typed"] = [] if is_concept else _typed_values(request, block)
            # Who saves again has seen what stands there now.
            form.data = request.POST.copy()
            form.data["seen"] = seen
    context |= {
        "form": form,
        "tariff": tariff,
        "block_row": block,
        "kind": block.get_kind_display(),
        "is_concept": is_concept,
        "detail_url": _address(request, tariff.pk),
    }
    return render(request, "tenders/block_edit.html", context, status=422 if form.errors else 200)


@requires(access.may_manage_tariffs)
@require_POST
def block_remove(request: WorkRequest, tariff_id: uuid.UUID, block_id: uuid.UUID) -> HttpResponse:
    """Take a block out of a concept."""
    tariff = _tariff(request, tariff_id)
    block: Block = get_object_or_404(tariff.blocks, pk=block_id)
    try:
        tariff_versions.remove_block(request.acting, tariff.pk, block_id=block.pk)
    except TariffRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(name)s staat niet meer in het concept.") % {"name": block.label})
    return _to(request, tariff.pk)


def _written(request: WorkRequest, tariff: Tariff, form: GuidanceForm, *, block_id: uuid.UUID | None) -> bool:
    seen = form.cleaned_data["seen"]
    try:
        if isinstance(form, BlockForm):
            tariff_versions.write_block(request.acting, tariff.pk, block_id=block_id, values=form.values(), seen=seen)
        elif block_id is not None:
            tariff_versions.write_guidance(
                request.acting, tariff.pk, block_id=block_id, values=form.guidance(), seen=seen
            )
    except TariffRefused as refused:
        form.add_error(refused.field or None, str(refused))
        return False
    return True


def _typed_values(request: WorkRequest, block: Block) -> list[tuple[str, str]]:
    """What was typed in the fields of a concept that are no part of the form any more."""
    asked = BlockForm(request.POST, kind=block.kind, block=block)
    return [
        (str(field.label), str(field.value()))
        for field in asked
        if field.name not in {*GUIDANCE, "seen"} and field.name in asked.changed_data and field.name in request.POST
    ]


def _tariff(request: WorkRequest, tariff_id: uuid.UUID) -> Tariff:
    return get_object_or_404(access.tariffs_of(request.acting).select_related("region"), pk=tariff_id)


def _stands(request: WorkRequest, tariff: Tariff) -> HttpResponse:
    """A colleague may have published it meanwhile."""
    messages.info(request, _("Deze tabel is gepubliceerd en verandert niet meer. Maak een nieuwe versie."))
    return _to(request, tariff.pk)


def _address(request: WorkRequest, tariff_id: uuid.UUID) -> str:
    return reverse("tenders:tariff_detail", args=[request.acting.organisation_id, tariff_id])


def _to(request: WorkRequest, tariff_id: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(_address(request, tariff_id))
