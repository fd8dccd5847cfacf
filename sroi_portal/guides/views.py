"""The pages of the guides: all of them, one of them, and the one of a region for who looks for work."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from organisations import public_pages
from organisations.access import WorkRequest, is_member, open_to_all, requires
from organisations.form_fields import TextField
from organisations.models import Region
from organisations.workplaces import start_url
from sroi_portal.guides import reading, tours
from sroi_portal.guides.own import anywhere, guide_for, in_region, in_workspace

FOR_JOB_SEEKERS = reading.SLUGS[0]
MOST_FOUND = 20
#: No tour has so many stops.
_DIGITS = 3


class HelpForm(forms.Form):
    """What somebody wants to know, in a few words."""

    q = TextField(
        label=_("Wat wilt u weten?"),
        required=False,
        min_length=2,
        max_length=60,
        error_messages={
            "min_length": _("Typ minstens 2 tekens."),
            "max_length": _("Typ hoogstens 60 tekens. Een paar woorden zijn genoeg."),
        },
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def __init__(self, typed: str | None) -> None:
        super().__init__(None if typed is None else {"q": typed})
        self.hide_optional = True


@open_to_all
@require_safe
def help_pages(request: HttpRequest) -> HttpResponse:
    """All guides, for who is not at work in the portal (yet)."""
    context = _all_guides(request, own=None) | {"regions": Region.objects.order_by("name")}
    return render(request, "sroi_portal/help.html", context | {"frame": "base_public.html"})


@open_to_all
@require_safe
def guide(request: HttpRequest, guide: str) -> HttpResponse:
    """One guide; its links to pages work for who is logged in."""
    context = _one_guide(guide, anywhere) | {"frame": "base_public.html", "all_url": reverse("help")}
    if guide == FOR_JOB_SEEKERS:
        context["regions"] = Region.objects.order_by("name")
    return render(request, "sroi_portal/guide.html", context)


@open_to_all
@require_safe
def region_help(request: HttpRequest, region_code: str) -> HttpResponseBase:
    """The guide for who looks for work, with links to the pages of this region."""
    region = get_object_or_404(Region, code=region_code)
    context = _one_guide(FOR_JOB_SEEKERS, in_region(region.code))
    context |= {"frame": "base_public.html", "all_url": reverse("help")}
    return public_pages.answer(request, "sroi_portal/guide.html", region, context)


@requires(is_member)
@require_safe
def work_help(request: WorkRequest) -> HttpResponse:
    """All guides, the member's own first."""
    context = _all_guides(request, own=guide_for(request.acting))
    return render(request, "sroi_portal/help.html", context | {"frame": "base_work.html"})


@requires(is_member)
@require_safe
def work_guide(request: WorkRequest, guide: str) -> HttpResponse:
    """One guide, with links to the pages of this workspace that the member has."""
    acting = request.acting
    is_own = guide == guide_for(acting)
    context = _one_guide(guide, in_workspace(acting)) | {
        "frame": "base_work.html",
        "all_url": reverse("work_help", args=[acting.organisation_id]),
        "has_tour": is_own and bool(tours.stops_for(acting)),
    }
    return render(request, "sroi_portal/guide.html", context)


@requires(is_member)
@require_POST
def tour(request: WorkRequest) -> HttpResponse:
    """On to a stop of the tour, or out of it: then it is not offered again. An auditor too: it is about himself."""
    acting = request.acting
    asked = request.POST.get("stop", "")
    if asked.isascii() and asked.isdigit() and len(asked) < _DIGITS:
        page = tours.address_of_stop(request, acting, int(asked))
        if page is not None:
            return HttpResponseRedirect(page)
    else:
        tours.leave(request, acting)
        messages.success(request, gettext("U vindt de rondleiding terug bij Hulp, in uw gids."))
    return HttpResponseRedirect(start_url(acting.organisation_id))


def _all_guides(request: HttpRequest, *, own: str | None) -> dict[str, Any]:
    form = HelpForm(request.GET.get("q"))
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = reading.tasks_with(text, own) if text else []
    acting = getattr(request, "acting", None)
    return {
        "form": form,
        "text": text,
        "found": [
            (task, _url(acting, task.guide, task.anchor), reading.guide(task.guide)) for task in found[:MOST_FOUND]
        ],
        "more": max(0, len(found) - MOST_FOUND),
        "guides": [(one, _url(acting, one.slug)) for one in sorted(reading.guides(), key=lambda one: one.slug != own)],
        "own": own,
        "regions": (),
    }


def _url(acting: Any, slug: str, anchor: str = "") -> str:
    url = reverse("work_guide", args=[acting.organisation_id, slug]) if acting else reverse("guide", args=[slug])
    return f"{url}#{anchor}" if anchor else url


def _one_guide(slug: str, address: reading.Address) -> dict[str, Any]:
    if slug not in reading.SLUGS:
        raise Http404
    found = reading.guide(slug)
    return {
        "guide": found,
        "opening": reading.shown(found.html, address),
        "tasks": [(task, task.shown(address)) for task in found.tasks],
        "has_tour": False,
        "regions": (),
    }
