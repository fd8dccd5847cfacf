"""Changing several contracts at once: choose, look at what changes, carry it out, and undo it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, acts_for_coordination_point, requires
from organisations.notation import dutch_number
from tenders import access, bulk, selection
from tenders.bulk import BulkRefused
from tenders.choices import Side
from tenders.forms.bulk import CoordinatorForm, PersonForm
from tenders.models import BulkChange
from tenders.views.contract import filtered

NAMED_ON_PAGE = 10
COORDINATOR, PERSON = "accountmanager", "persoon"


@requires(access.may_change_together)
@require_http_methods(["GET", "POST"])
def contract_bulk(request: WorkRequest) -> HttpResponse:
    """What to do with the chosen contracts. A POST shows what would change, and once agreed to carries it out."""
    acting = request.acting
    chosen = _chosen(request)
    what = request.POST.get("wat", "")
    forms: dict[str, Any] = {PERSON: PersonForm(request.POST if what == PERSON else None)}
    if acts_for_coordination_point(acting):
        forms[COORDINATOR] = CoordinatorForm(request.POST if what == COORDINATOR else None, acting=acting)
    context: dict[str, Any] = {"refused": "", "rows": None}
    if request.method == "POST":
        form = forms.get(what)
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                if "akkoord" in request.POST:
                    done = bulk.carry_out(acting, chosen, form.change(), at=timezone.now())
                    return HttpResponseRedirect(reverse("tenders:bulk_change", args=[acting.organisation_id, done.pk]))
                rows = bulk.looked_at(bulk.of_ids(acting, chosen), form.change())
            except BulkRefused as refused:
                context["refused"] = str(refused)
            else:
                context |= {
                    "rows": rows,
                    "changing": sum(row.changes for row in rows),
                    "agreed": [(field.html_name, field.value() or "") for field in form],
                    "new_name": form.change().name or _("niemand"),
                    "what": what,
                }
        elif form.errors:
            context["has_errors"] = True
    contracts = bulk.of_ids(acting, chosen)
    context |= {
        "ids": chosen,
        "count": len(chosen),
        "contracts": contracts.select_related("contractor")[:NAMED_ON_PAGE],
        "more": max(len(chosen) - NAMED_ON_PAGE, 0),
        "too_many": len(chosen) > bulk.MOST_AT_ONCE,
        "most": bulk.MOST_AT_ONCE,
        "person_form": forms[PERSON],
        "coordinator_form": forms.get(COORDINATOR),
        "may_hand_over": access.may_hand_over(acting),
        "list_url": reverse("tenders:contract_list", args=[acting.organisation_id]) + "?alles=1",
    }
    failed = bool(context["refused"] or context.get("has_errors"))
    return render(request, "tenders/contract_bulk.html", context, status=422 if failed else 200)


@requires(access.may_change_together)
@require_GET
def bulk_change(request: WorkRequest, bulk_id: uuid.UUID) -> HttpResponse:
    """What was changed, by whom, for which contracts; with the way back."""
    done = get_object_or_404(_changes(request).select_related("made_by", "undone_by"), pk=bulk_id)
    before = {uuid.UUID(one["contract"]): one["before"] for one in done.changes}
    contracts = bulk.of_ids(request.acting, before).select_related("contractor")
    rows = [{"contract": one, "before": _name_of(before[one.pk])} for one in contracts]
    side = Side(done.side).label if done.side else ""
    context = {"done": done, "rows": rows, "side": side, "new_name": done.name or _("niemand")}
    return render(request, "tenders/bulk_change.html", context)


@requires(access.may_change_together)
@require_POST
def bulk_undo(request: WorkRequest, bulk_id: uuid.UUID) -> HttpResponse:
    """Give the contracts back what they had."""
    done = get_object_or_404(_changes(request), pk=bulk_id)
    try:
        done = bulk.undo(request.acting, done.pk, at=timezone.now())
    except BulkRefused as refused:
        messages.error(request, str(refused))
    else:
        number = len(done.changes) - done.kept
        said = ngettext("%(n)s contract is teruggezet.", "%(n)s contracten zijn teruggezet.", number)
        messages.success(request, said % {"n": dutch_number(number)})
    return HttpResponseRedirect(reverse("tenders:bulk_change", args=[request.acting.organisation_id, done.pk]))


def _changes(request: WorkRequest) -> Any:
    return BulkChange.objects.filter(organisation_id=request.acting.organisation_id)


def _chosen(request: WorkRequest) -> list[uuid.UUID]:
    """The contracts meant, as far as the member may change them: ticked ones, or on a GET all that are found."""
    acting = request.acting
    may_change = access.changed_together_by(acting)
    if request.method == "GET" and selection.means_all(request.GET):
        totals = access.sees_totals(acting)
        found = filtered(request, acting=acting, on=timezone.localdate(), totals=totals).qs
        found = found.filter(pk__in=may_change.values("pk")).order_by("reference", "pk")
        return list(found.values_list("pk", flat=True)[: bulk.MOST_AT_ONCE + 1])
    return list(may_change.filter(pk__in=_ids(request)).order_by("reference", "pk").values_list("pk", flat=True))


def _ids(request: HttpRequest) -> set[uuid.UUID]:
    asked = request.POST if request.method == "POST" else request.GET
    found = set()
    for text in asked.getlist(selection.TICKED)[: bulk.MOST_AT_ONCE + 1]:
        try:
            found.add(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _name_of(before: dict[str, Any] | None) -> str:
    values = before or {}
    return str(values.get("name") or values.get("stand_in_name") or "")
