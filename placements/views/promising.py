"""The list of promising occupations in a workspace: the coordination point settles it, a Werkplein reads it."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.access import may_run_back_office, works_with_candidates
from candidates.training.pages import tabs
from organisations import public_pages
from organisations.access import WorkRequest, chosen_region, requires
from organisations.models import Occupation
from organisations.refused import Refused
from organisations.tenancy import RegionRef
from placements.forms.promising import AdoptForm, LeaveOffForm, PutOnForm
from placements.kansrijk import promising
from placements.models import PromisingList
from placements.vacancy_choices import PromisingState


@requires(works_with_candidates)
@require_GET
def promising_list(request: WorkRequest) -> HttpResponse:
    """The concept for who settles it, the list that holds now, and those before it (``?lijst``)."""
    return _page(request, chosen_region(request))


@requires(may_run_back_office)
@require_POST
def promising_propose(request: WorkRequest) -> HttpResponse:
    """A concept out of the figures of today."""
    region = chosen_region(request)
    try:
        promising.propose(request.acting, region_id=region.id, on=timezone.localdate())
    except Refused as refused:
        messages.error(request, refused.sentence)
    return HttpResponseRedirect(_url(request, region))


@requires(may_run_back_office)
@require_POST
def promising_move(request: WorkRequest, promising_list_id: uuid.UUID, occupation_id: uuid.UUID) -> HttpResponse:
    """One place up (``op``), or down."""
    one, region = _listed(request, promising_list_id)
    try:
        seen = request.POST.get("plaats", "")
        promising.move(
            request.acting,
            one.pk,
            occupation_id,
            up=request.POST.get("kant") == "op",
            seen_at=int(seen) if seen.isdecimal() and len(seen) < 4 else None,  # noqa: PLR2004 - ten places
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    return HttpResponseRedirect(_url(request, region) + "#concept")


@requires(may_run_back_office)
@require_http_methods(["GET", "POST"])
def promising_leave_off(request: WorkRequest, promising_list_id: uuid.UUID, occupation_id: uuid.UUID) -> HttpResponse:
    """Off the concept, with the reason."""
    one, region = _listed(request, promising_list_id)
    occupation = get_object_or_404(Occupation, pk=occupation_id, region_id=region.id)
    form = LeaveOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            promising.leave_off(request.acting, one.pk, occupation.pk, why=form.cleaned_data["why"])
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return HttpResponseRedirect(_url(request, region) + "#concept")
    context = {"form": form, "occupation": occupation, "back_url": _url(request, region), **_frame(request)}
    status = 422 if form.errors else 200
    return render(request, "placements/promising_leave_off.html", context, status=status)


@requires(may_run_back_office)
@require_POST
def promising_put_on(request: WorkRequest, promising_list_id: uuid.UUID) -> HttpResponse:
    """Onto the concept, with the reason."""
    one, region = _listed(request, promising_list_id)
    if not _is_concept(request, one):
        return HttpResponseRedirect(_url(request, region))
    form = PutOnForm(request.POST, occupations=_to_put_on(one))
    if form.is_valid():
        chosen = uuid.UUID(form.cleaned_data["occupation"])
        try:
            promising.put_on(request.acting, one.pk, chosen, why=form.cleaned_data["why"], on=timezone.localdate())
        except Refused as refused:
            form.add_error("occupation", refused.sentence)
        else:
            return HttpResponseRedirect(_url(request, region) + "#concept")
    return _page(request, region, put_on=form)


@requires(may_run_back_office)
@require_POST
def promising_adopt(request: WorkRequest, promising_list_id: uuid.UUID) -> HttpResponse:
    """First what everybody will read, then adopted: nobody takes that back."""
    one, region = _listed(request, promising_list_id)
    on = timezone.localdate()
    if not _is_concept(request, one):
        return HttpResponseRedirect(_url(request, region))
    form = AdoptForm(request.POST, on=on)
    if form.is_valid():
        shown = request.POST.get("gezien", "")
        try:
            if not shown:
                return _last_look(request, region, one, form, on=on)
            promising.adopt(request.acting, one.pk, on=on, shown=shown, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Vastgesteld. Iedereen kan de lijst nu lezen."))
            return HttpResponseRedirect(_url(request, region))
    return _page(request, region, adopt=form)


@requires(may_run_back_office)
@require_POST
def promising_discard(request: WorkRequest, promising_list_id: uuid.UUID) -> HttpResponse:
    """Throw the concept away; a new one can be proposed at any time."""
    one, region = _listed(request, promising_list_id)
    try:
        promising.throw_away(request.acting, one.pk)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Het concept is weg. Wat is vastgesteld, blijft gelden."))
    return HttpResponseRedirect(_url(request, region))


@requires(may_run_back_office)
@require_POST
def promising_bring_back(request: WorkRequest, promising_list_id: uuid.UUID) -> HttpResponse:
    """The concept that was thrown away, with its order and its reasons."""
    if not promising.has_been_here(request.acting, promising_list_id):
        raise Http404
    try:
        again = promising.bring_back(request.acting, promising_list_id, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(_url(request, chosen_region(request)))
    messages.success(request, _("Het concept is terug, zoals het was."))
    return HttpResponseRedirect(_url(request, _region_of(request, again)) + "#concept")


def _last_look(
    request: WorkRequest, region: RegionRef, one: PromisingList, form: AdoptForm, *, on: date
) -> HttpResponse:
    rows = promising.on_list(one)
    promising.check_can_be_adopted(one, rows, adopted_on=form.cleaned_data["adopted_on"], on=on)
    for field in form.fields.values():
        field.widget = field.hidden_widget()
    context = {
        "form": form,
        "given": form.cleaned_data,
        "concept": one,
        "rows": rows,
        "version": promising.version(rows),
        "back_url": _url(request, region),
        **_frame(request),
    }
    return render(request, "placements/promising_adopt.html", context)


def _listed(request: WorkRequest, list_id: uuid.UUID) -> tuple[PromisingList, RegionRef]:
    one = get_object_or_404(PromisingList, pk=list_id, region_id__in=request.acting.region_ids)
    return one, _region_of(request, one)


def _region_of(request: WorkRequest, one: PromisingList) -> RegionRef:
    return next(region for region in request.acting.regions if region.id == one.region_id)


def _is_concept(request: WorkRequest, one: PromisingList) -> bool:
    """Says so where it is none any more: the form that was sent stands on no page then."""
    try:
        promising.check_concept(one)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return False
    return True


def _to_put_on(one: PromisingList) -> list[Occupation]:
    there = one.occupations.filter(position__isnull=False).values("occupation_id")
    return list(promising.in_use(one.region_id).exclude(pk__in=there))


def _page(
    request: WorkRequest, region: RegionRef, *, put_on: PutOnForm | None = None, adopt: AdoptForm | None = None
) -> HttpResponse:
    on = timezone.localdate()
    may_edit = may_run_back_office(request.acting)
    lists = list(promising.adopted(region.id))
    shown = _shown(request, lists)
    context = {
        "region": region,
        "regions": request.acting.regions,
        "here": _url(request, region),
        "may_edit": may_edit,
        "shown": shown,
        "is_newest": bool(lists) and shown is lists[0],
        "rows": promising.on_list(shown) if shown else [],
        "left_off": promising.left_off(shown) if shown else [],
        "lists": lists,
        "concept": None,
        "thrown_away": None,
        "most": promising.MOST,
        "public_url": public_pages.address_of("placements:occupation_search", region.code),
        **_frame(request),
    }
    concept = promising.concept_of(region.id) if may_edit else None
    if concept is not None:
        context |= _concept(concept, region, on)
        context |= {
            "put_on": put_on or PutOnForm(occupations=_to_put_on(concept)),
            "adopt": adopt or AdoptForm(on=on),
        }
    elif may_edit:
        context["thrown_away"] = promising.thrown_away(region.id, at=timezone.now())
    refused = (put_on is not None and put_on.errors) or (adopt is not None and adopt.errors)
    return render(request, "placements/promising_list.html", context, status=422 if refused else 200)


def _concept(concept: PromisingList, region: RegionRef, on: Any) -> dict[str, Any]:
    """The rows with the figures of today, and which place the figures alone would give."""
    figures = promising.figures_of(region.id, on=on)
    by_figures = sorted(figures, key=lambda key: (-figures[key].total, -figures[key].places))
    ranks = {key: place for place, key in enumerate(by_figures, start=1) if figures[key].total}

    def shown(rows: list[Any]) -> list[dict[str, Any]]:
        return [
            {
                "one": row,
                "figures": figures.get(row.occupation_id, promising.NONE),
                "rank": ranks.get(row.occupation_id),
            }
            for row in rows
        ]

    return {
        "concept": concept,
        "concept_rows": shown(promising.on_list(concept)),
        "concept_left_off": shown(promising.left_off(concept)),
    }


def _shown(request: WorkRequest, lists: list[PromisingList]) -> PromisingList | None:
    """The list in the address, or the newest one; one that is not there is a missing page."""
    asked = request.GET.get("lijst")
    if not asked:
        return lists[0] if lists else None
    found = next((one for one in lists if str(one.pk) == asked and one.state == PromisingState.ADOPTED), None)
    if found is None:
        raise Http404
    return found


def _frame(request: WorkRequest) -> dict[str, Any]:
    return {"tabs": tabs(request.acting, "occupations")}


def _url(request: WorkRequest, region: RegionRef) -> str:
    here = reverse("placements:promising_list", args=[request.acting.organisation_id])
    return here if len(request.acting.regions) == 1 else f"{here}?regio={region.code}"
