"""Several lines approved at once, and what the list looks at: the rules, and the ready sentences of a region."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from organisations.tenancy import RegionRef
from placements import access, shown
from placements.choices import LineStatus, VerdictKind
from placements.filters import WorkFilter
from placements.forms.verdict_sentences import SentencesForm
from placements.verifying import bulk_approval, meanwhile, second_eyes, verdict_sentences
from placements.verifying.flags import rules
from placements.views.addressed import uuid_or_404
from placements.views.undo_bar import TOGETHER, moment_of, undo_bar
from placements.views.work_screen import address_of, list_address, query_of


@requires(access.may_verify)
@require_http_methods(["GET", "HEAD", "POST"])
def verification_together(request: WorkRequest) -> HttpResponse:
    """All that waits where nothing is odd, ticked; and what is left out, with the reason."""
    at = timezone.now()
    if request.method == "POST":
        return _approve(request)
    asked = WorkFilter(request.GET, asks_second=False).asked(user_id=request.acting.user_id)
    batch = bulk_approval.batch_of(request.acting, asked, at=at)
    context = {
        "batch": batch,
        "ready": [_row(request, one) for one in batch.ready],
        "left_out": [_row(request, one) for one in batch.left_out],
        "worth": sum((one.value for one in batch.ready), start=0),
        "looked_at": len(batch.ready) + len(batch.left_out),
        "list_url": list_address(request),
        "undo": undo_bar(request, query_of(request)),
    }
    return render(request, "placements/verification_together.html", context)


@requires(access.may_verify)
@require_POST
def verification_together_undo(request: WorkRequest) -> HttpResponse:
    """Take back what was approved at once."""
    moment = moment_of(request.POST.get("moment", ""))
    if moment is None:
        raise Http404
    outcome = bulk_approval.take_back_together(moment, by=request.acting, at=timezone.now())
    _tell(
        request, outcome, done=ngettext("%(n)s regel teruggedraaid.", "%(n)s regels teruggedraaid.", outcome.approved)
    )
    return HttpResponseRedirect(_here(request))


@requires(access.may_see_work_list)
@require_GET
def verification_rules(request: WorkRequest) -> HttpResponse:
    """The rules by which a line is odd, each with its threshold, and the amount above which two persons approve."""
    amounts = second_eyes.amounts_above(request.acting.region_ids, on=timezone.localdate())
    amount = next((one for one in amounts.values() if one is not None), None)
    context = {"rules": rules(), "amount": amount, "list_url": list_address(request)}
    return render(request, "placements/verification_rules.html", context)


@requires(access.may_coordinate)
@require_http_methods(["GET", "HEAD", "POST"])
def verdict_sentences_edit(request: WorkRequest) -> HttpResponse:
    """The ready sentences of the region, a line each. Emptied, those of the portal hold again."""
    region = _region(request)
    known = verdict_sentences.of_region(region.id)
    asked_for = request.POST.get("kind", "")
    forms = {
        one.kind: SentencesForm(request.POST if asked_for == one.kind.value else None, sentences=one) for one in known
    }
    failed = False
    if request.method == "POST":
        if asked_for not in VerdictKind.values:
            raise Http404
        form = forms[VerdictKind(asked_for)]
        if form.is_valid() and _keep(request, region, VerdictKind(asked_for), form):
            messages.success(request, _("Bewaard. Wie beoordeelt, kan deze zinnen nu kiezen."))
            return HttpResponseRedirect(request.path)
        failed = True
    context = {"cards": [(one, forms[one.kind]) for one in known], "list_url": list_address(request)}
    return render(request, "placements/verdict_sentences_edit.html", context, status=422 if failed else 200)


def _keep(request: WorkRequest, region: RegionRef, kind: VerdictKind, form: SentencesForm) -> bool:
    try:
        verdict_sentences.change(
            request.acting,
            region_id=region.id,
            kind=kind,
            sentences=form.cleaned_data["sentences"].splitlines(),
            seen=form.cleaned_data["seen"],
            at=timezone.now(),
        )
    except verdict_sentences.SentencesRefused as refused:
        form.add_error("sentences", str(refused))
        return False
    return True


def _approve(request: WorkRequest) -> HttpResponse:
    at = timezone.now()
    ids = [uuid_or_404(text) for text in request.POST.getlist("line")[: bulk_approval.AT_ONCE]]
    if not ids:
        messages.info(request, _("U hebt niets gekozen."))
        return HttpResponseRedirect(_here(request))
    seen = shown.from_fields(request.POST.getlist("shown"))
    outcome = bulk_approval.approve_together(ids, shown=seen, by=request.acting, at=at)
    _tell(request, outcome, done="")
    return HttpResponseRedirect(_here(request, na=f"{TOGETHER}.{at.isoformat()}"))


def _tell(request: WorkRequest, outcome: bulk_approval.Outcome, *, done: str) -> None:
    if done:
        messages.success(request, done % {"n": outcome.approved})
    for sentence in meanwhile.told(outcome.meanwhile, gone=outcome.gone):
        messages.warning(request, sentence)
    for name, why in outcome.refused:
        messages.warning(request, _("%(line)s niet: %(why)s") % {"line": name, "why": why})


def _here(request: WorkRequest, **more: str) -> str:
    here = {"organisation_id": request.acting.organisation_id}
    return reverse("placements:verification_together", kwargs=here) + query_of(request, **more)


def _row(request: WorkRequest, one: bulk_approval.Candidate) -> dict[str, Any]:
    looked = one.looked
    return {
        "entry": one.entry,
        "url": address_of(request, one.entry.kind, one.entry.id),
        "with_line": looked is not None and looked.line.status == LineStatus.SUBMITTED,
        "waiting": looked.waiting if looked else [],
        "shown": shown.as_fields([looked.line, *looked.waiting]) if looked else [],
        "reasons": one.reasons,
    }


def _region(request: WorkRequest) -> RegionRef:
    if request.acting.region is None:
        raise Http404
    return request.acting.region
