"""Whose data are about to go, how long they stay, and the proof of what went."""

import uuid
from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from organisations import erasing, retention
from organisations.access import WorkRequest, chosen_region, requires
from organisations.choices import KeptReason
from organisations.models import Erasure, RetentionMark
from organisations.refused import Refused
from organisations.retention import Described
from organisations.retention_forms import KeepForm, RetentionPolicyForm
from organisations.templatetags.formatting import date_nl

PER_PAGE = 25


@requires(retention.sees_retention)
@require_GET
def retention_list(request: WorkRequest) -> HttpResponse:
    """Whose data are about to go, soonest first. It names nobody: a number or a pseudonym leads to who it is."""
    acting, region = request.acting, chosen_region(request)
    page = Paginator(retention.marks_of(acting), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(request, page),
        "may_keep": retention.may_keep_longer(acting),
        "sees_all": retention.sees_all_retention(acting),
        "region": region,
        "regions": acting.regions,
        "policy": retention.policy_of(region.id),
    }
    return render(request, "organisations/retention_list.html", context)


@requires(retention.may_keep_longer)
@require_http_methods(["GET", "HEAD", "POST"])
def retention_keep(request: WorkRequest, mark_id: uuid.UUID) -> HttpResponse:
    """Keep somebody's data longer, for a reason, or undo that."""
    acting = request.acting
    mark = get_object_or_404(retention.marks_of(acting), pk=mark_id)
    here = reverse("organisations:retention_list", args=[acting.organisation_id])
    if request.method == "POST" and "weg" in request.POST:
        retention.keep_no_longer(acting, mark.pk)
        messages.success(request, _("De gegevens blijven niet langer. Ze worden gewist op de dag die er staat."))
        return HttpResponseRedirect(here)
    form = KeepForm(
        request.POST if request.method == "POST" else None,
        initial={"until": mark.kept_until, "reason": mark.kept_reason},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            kept = retention.keep_longer(
                acting, mark.pk, until=given["until"], reason=KeptReason(given["reason"]), on=timezone.localdate()
            )
        except Refused as refused:
            form.add_error("until", refused.sentence)
        else:
            messages.success(
                request, _("Deze gegevens blijven tot en met %(day)s.") % {"day": date_nl(kept.kept_until)}
            )
            return HttpResponseRedirect(here)
    row = _rows(request, [mark])[0]
    context = {"form": form, "mark": mark, "row": row}
    return render(request, "organisations/retention_keep.html", context, status=422 if form.errors else 200)


@requires(retention.may_decide_retention)
@require_http_methods(["GET", "HEAD", "POST"])
def retention_policy_edit(request: WorkRequest) -> HttpResponse:
    """How long each kind of data stays in this region."""
    acting, region = request.acting, chosen_region(request)
    form = RetentionPolicyForm(
        request.POST if request.method == "POST" else None, policy=retention.policy_of(region.id)
    )
    list_url = f"{reverse('organisations:retention_list', args=[acting.organisation_id])}?regio={region.code}"
    if request.method == "POST" and form.is_valid():
        retention.decide(acting, region_id=region.id, terms=form.cleaned_data, at=timezone.now())
        messages.success(request, _("Bewaard. De termijnen gelden vanaf morgen."))
        return HttpResponseRedirect(list_url)
    context = {"form": form, "region": region, "list_url": list_url}
    return render(request, "organisations/retention_policy_edit.html", context, status=422 if form.errors else 200)


@requires(retention.sees_all_retention)
@require_GET
def erasure_list(request: WorkRequest) -> HttpResponse:
    """What was erased: when, why and by whom. Nothing here says who it was."""
    page = Paginator(erasing.erasures_of(request.acting), PER_PAGE).get_page(request.GET.get("page"))
    at = timezone.now()
    rows = [
        {
            "erasure": one,
            "has_failed": erasing.has_failed(one, at=at),
            "title": _title(one),
            "number": sum(one.counts.values()),
            "first": one.pk.hex[-8:],
        }
        for one in page
    ]
    return render(request, "organisations/erasure_list.html", {"page": page, "rows": rows})


def _rows(request: WorkRequest, marks: Page | list[RetentionMark]) -> list[dict[str, Any]]:
    """Each mark with how its person is called; one query for each kind of person."""
    asked: dict[Any, list[uuid.UUID]] = defaultdict(list)
    for mark in marks:
        if keeper := retention.keeper_of(mark.subject, mark.part):
            asked[keeper.describe].append(mark.subject_id)
    described: dict[uuid.UUID, Described] = {}
    for describe, ids in asked.items():
        described |= describe(request.acting, ids)
    unknown = Described(label=_("Niet meer te vinden"))
    return [
        {
            "mark": mark,
            "who": described.get(mark.subject_id, unknown),
            "title": _title(mark),
        }
        for mark in marks
    ]


def _title(one: RetentionMark | Erasure) -> str | Promise:
    """Which data they are."""
    keeper = retention.keeper_of(one.subject, one.part)
    return keeper.title if keeper else ""
