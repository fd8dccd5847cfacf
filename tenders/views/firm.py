"""The register of local firms in the workspace: the list, one firm with what may be done, adding and mending."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, acts_for_contractor, acts_for_coordination_point, chosen_region, requires
from organisations.refused import Refused
from tenders.firm_choices import FirmState
from tenders.firm_list import FirmFilter, FirmTable
from tenders.firms import access, deciding
from tenders.firms.places import municipalities_of, occupations_of
from tenders.firms.words import firm_facts
from tenders.forms.firm import FirmForm
from tenders.models import LocalFirm

PER_PAGE = 25


@requires(access.may_see_firms)
@require_GET
def firm_list(request: WorkRequest) -> HttpResponse:
    """The register; for the coordination point with what waits for a decision."""
    acting, on = request.acting, timezone.localdate()
    firms = access.firms_of(acting)
    keeps, is_firm = acts_for_coordination_point(acting), acts_for_contractor(acting)
    found = FirmFilter(request.GET, queryset=firms, acting=acting, on=on)
    table = FirmTable(found.qs, acting=acting, on=on)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "table": table,
        "filter": None if is_firm else found,
        "waiting": firms.waiting().count() if keeps else 0,
        "waiting_url": f"?stand={FirmState.SUBMITTED}",
        "may_keep": access.may_keep_firms(acting),
        "is_firm": is_firm,
        "register_urls": [(one.name, reverse("tenders:firm_register", args=[one.code])) for one in acting.regions],
    }
    return render(request, "tenders/firm_list.html", context)


@requires(access.may_see_firms)
@require_http_methods(["GET", "HEAD", "POST"])
def firm_detail(request: WorkRequest, firm_id: uuid.UUID) -> HttpResponse:
    """One firm; whoever keeps the register decides here."""
    acting, on = request.acting, timezone.localdate()
    firm = _firm(request, firm_id)
    may_keep = access.may_keep_firms(acting)
    refused, reason = "", request.POST.get("why", "")
    if request.method == "POST":
        if not may_keep:
            raise PermissionDenied
        try:
            messages.success(request, _taken(request, firm, reason))
            return HttpResponseRedirect(_url(request, firm))
        except Refused as said:
            refused = said.sentence
            firm = _firm(request, firm_id)
    keeps = acts_for_coordination_point(acting)
    context = {
        "firm": firm,
        "facts": firm_facts(firm, on=on),
        "same": deciding.same_number(firm) if keeps and firm.state == FirmState.SUBMITTED else None,
        "history": _history(firm) if keeps else [],
        "label_is_over": firm.label_valid_until is not None and firm.label_valid_until < on,
        "keeps": keeps,
        "may_keep": may_keep,
        "is_open": firm.state == FirmState.SUBMITTED,
        "is_in": firm.state == FirmState.CONFIRMED,
        "refused": refused,
        "reason": reason,
    }
    return render(request, "tenders/firm_detail.html", context, status=422 if refused else 200)


@requires(access.may_keep_firms)
@require_http_methods(["GET", "HEAD", "POST"])
def firm_create(request: WorkRequest) -> HttpResponse:
    """Add a firm that asked so by telephone: it is in the register at once."""
    region = chosen_region(request)
    form = FirmForm(request.POST if request.method == "POST" else None, **_choices(region.id))
    if request.method == "POST" and form.is_valid():
        try:
            firm = deciding.add(request.acting, region_id=region.id, entry=form.entry(), at=timezone.now())
        except deciding.AlreadyThere as there:
            form.add_error("kvk", there.sentence)
        else:
            messages.success(request, _("Het bedrijf staat in het register."))
            return HttpResponseRedirect(_url(request, firm))
    context = {"form": form, "firm": None, "region": region, "back_url": _list_url(request)}
    return render(request, "tenders/firm_form.html", context, status=422 if form.errors else 200)


@requires(access.may_keep_firms)
@require_http_methods(["GET", "HEAD", "POST"])
def firm_edit(request: WorkRequest, firm_id: uuid.UUID) -> HttpResponse:
    """Mend what stands there."""
    firm = _firm(request, firm_id)
    form = FirmForm(request.POST if request.method == "POST" else None, firm=firm, **_choices(firm.region_id))
    if request.method == "POST" and form.is_valid():
        try:
            deciding.mend(request.acting, firm.pk, entry=form.entry(), at=timezone.now())
        except deciding.AlreadyThere as there:
            form.add_error("kvk", there.sentence)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Opgeslagen."))
            return HttpResponseRedirect(_url(request, firm))
    context = {"form": form, "firm": firm, "region": firm.region, "back_url": _url(request, firm)}
    return render(request, "tenders/firm_form.html", context, status=422 if form.errors else 200)


def _taken(request: WorkRequest, firm: LocalFirm, reason: str) -> str:
    """Do what the button says; returns the sentence that is shown."""
    acting, at = request.acting, timezone.now()
    told = _("Het bedrijf krijgt een mail.") if firm.contact_email else ""
    match request.POST.get("step"):
        case "confirm":
            deciding.confirm(acting, firm.pk, replaces=False, at=at)
            return f"{_('Het bedrijf staat in het register.')} {told}".strip()
        case "replace":
            deciding.confirm(acting, firm.pk, replaces=True, at=at)
            return f"{_('Het bedrijf staat in het register, in de plaats van de eerdere inschrijving.')} {told}".strip()
        case "reject":
            deciding.reject(acting, firm.pk, reason=reason, at=at)
            return f"{_('Afgewezen.')} {told}".strip()
        case "take_out":
            deciding.take_out(acting, firm.pk, reason=reason, at=at)
            return _("Het bedrijf staat niet meer in het register.")
        case "undo":
            deciding.take_back(acting, firm.pk)
            return _("Teruggedraaid. Het bedrijf wacht weer op een besluit.")
        case "link":
            deciding.send_link(acting, firm.pk)
            return _("Het bedrijf krijgt een mail met een nieuwe link.")
        case _:
            raise Refused(_("Kies wat u wilt doen."))


def _history(firm: LocalFirm) -> list[dict[str, Any]]:
    """What became of the entry, the newest first, with who did it."""
    events = firm.events.order_by("-pgh_created_at", "-pgh_id").values()  # type: ignore[attr-defined]
    rows, states = list(events), dict(FirmState.choices)
    shown = []
    for place, one in enumerate(rows):
        before = rows[place + 1] if place + 1 < len(rows) else {}
        word = states[one["state"]] if one["state"] != before.get("state") else _what_changed(one, before)
        said = one["pgh_context"] or {}
        by_link = _("Het bedrijf zelf") if said.get("context") in {"link", "public"} else _("Het portaal")
        shown.append(
            {
                "when": one["pgh_created_at"],
                "title": _("Aangemeld") if one["pgh_label"] == "insert" and not said.get("user") else word,
                "sub": " · ".join(filter(None, [said.get("name", "") or by_link, one["decided_reason"]])),
            }
        )
    return shown


def _what_changed(after: dict[str, Any], before: dict[str, Any]) -> str:
    """Of an entry that stands where it stood: what the firm or the portal did, when that changed nothing it says."""
    changed = {name for name in after if not name.startswith("pgh_") and after[name] != before[name]}
    for only, word in (
        ({"email_confirmed_at", "looked_at"}, _("E-mailadres bevestigd")),
        ({"looked_at"}, _("Nagekeken")),
        ({"asked_at"}, _("Gevraagd of het nog klopt")),
        ({"label_reminded_of"}, _("Herinnerd aan het keurmerk")),
    ):
        if changed == only:
            return word
    return _("Veranderd")


def _firm(request: WorkRequest, firm_id: uuid.UUID) -> LocalFirm:
    found = access.firms_of(request.acting).select_related("region", "organisation", "decided_by")
    return get_object_or_404(found, pk=firm_id)


def _choices(region_id: uuid.UUID) -> dict[str, Any]:
    on = timezone.localdate()
    return {"municipalities": municipalities_of(region_id, on=on), "occupations": occupations_of(region_id), "on": on}


def _url(request: WorkRequest, firm: LocalFirm) -> str:
    return reverse("tenders:firm_detail", args=[request.acting.organisation_id, firm.pk])


def _list_url(request: WorkRequest) -> str:
    return reverse("tenders:firm_list", args=[request.acting.organisation_id])
