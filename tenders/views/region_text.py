"""The screens on which a region puts its own words in the place of the portal's, the same for each collection."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from organisations.access import WorkRequest
from organisations.tenancy import RegionRef
from tenders.forms import RegionTextForm
from tenders.placeholders import Wording, Words
from tenders.region_texts import TextRefused, Texts


@dataclass(frozen=True, slots=True)
class Screens:
    """What differs between the collections: their texts, their addresses and what is said about them."""

    texts: Texts
    #: The names of the views of the list, of one text, and of going back to the portal's words.
    list_view: str
    edit_view: str
    reset_view: str
    kind_parameter: str
    title: Words
    list_title: Words
    kind_heading: Words
    #: Beside the list: what becomes of a change.
    list_note: Words
    kept: Words
    reset_note: Words
    reset_done: Words
    places_note: Words
    example_note: Words
    example: Callable[[WorkRequest, Wording], Wording]


def text_list(request: WorkRequest, screens: Screens) -> HttpResponse:
    """The texts of the region, and whose words they have."""
    own = screens.texts.own(_region(request).id)
    rows = [
        {"label": kind.label, "own": own.get(kind), "url": _url(request, screens.edit_view, screens, kind)}
        for kind in screens.texts.shipped
    ]
    return render(request, "tenders/region_text_list.html", {"rows": rows, "screens": screens})


def text_edit(request: WorkRequest, screens: Screens, kind_value: str) -> HttpResponse:
    """The region's own words for one text, with what they come to for something made up."""
    region, texts, kind = _region(request), screens.texts, _kind(screens, kind_value)
    own, current = texts.own(region.id).get(kind), texts.wording(region.id, kind)
    form = RegionTextForm(
        request.POST if request.method == "POST" else None,
        texts=texts,
        kind=kind,
        initial={"subject": current.subject, "body": current.body, "seen": texts.version_of(region.id, kind)},
    )
    if request.method == "POST" and form.is_valid() and "voorbeeld" not in request.POST:
        wording, seen = form.typed(), form.cleaned_data["seen"]
        try:
            texts.change(request.acting, region_id=region.id, kind=kind, wording=wording, seen=seen, at=timezone.now())
        except TextRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, str(screens.kept))
            return HttpResponseRedirect(_list_url(request, screens))
    context = {
        "form": form,
        "screens": screens,
        "kind": kind,
        "is_own": own is not None,
        "example": screens.example(request, form.typed()),
        "placeholders": [(f"{{{name}}}", words) for name, words in texts.placeholders_of(kind).items()],
        "history": texts.history(region.id, kind),
        "list_url": _list_url(request, screens),
        "reset_url": _url(request, screens.reset_view, screens, kind),
    }
    return render(request, "tenders/region_text_edit.html", context, status=422 if form.errors else 200)


def text_reset(request: WorkRequest, screens: Screens, kind_value: str) -> HttpResponse:
    """Go back to the portal's own words."""
    kind = _kind(screens, kind_value)
    if screens.texts.reset(request.acting, region_id=_region(request).id, kind=kind, at=timezone.now()):
        messages.success(request, str(screens.reset_done))
    return HttpResponseRedirect(_list_url(request, screens))


def _region(request: WorkRequest) -> RegionRef:
    if request.acting.region is None:
        raise Http404
    return request.acting.region


def _kind(screens: Screens, kind_value: str):
    kind = next((one for one in screens.texts.shipped if one == kind_value), None)
    if kind is None:
        raise Http404
    return kind


def _list_url(request: WorkRequest, screens: Screens) -> str:
    return reverse(screens.list_view, args=[request.acting.organisation_id])


def _url(request: WorkRequest, view: str, screens: Screens, kind: str) -> str:
    named = {"organisation_id": request.acting.organisation_id, screens.kind_parameter: str(kind)}
    return reverse(view, kwargs=named)
