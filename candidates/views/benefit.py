"""Training and work with benefit kept: how much of it somebody had, and entering more."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates import access
from candidates.benefit import kept as benefit_kept
from candidates.benefit.kept import PastLimit
from candidates.forms.benefit import BenefitPeriodForm
from candidates.models import BenefitOverrun, BenefitPeriod, Candidate
from candidates.views.file import file_url, frame, open_file
from organisations.access import WorkRequest, requires
from organisations.refused import Refused
from organisations.shown import Changed
from organisations.shown_forms import say_changed

TAB = "benefit"
#: In the address: the period that was just taken away, so that this can be undone.
REMOVED = "weg"


@requires(access.works_with_candidates)
@require_GET
def benefit_list(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """All that counts, where it leads to, and why more was allowed."""
    candidate = open_file(request, candidate_id, purpose=_("Behoud van uitkering bekeken"))
    overruns = BenefitOverrun.objects.filter(candidate=candidate).select_related("by", "organisation")
    context = {
        **_standing(candidate, on=timezone.localdate()),
        "overruns": overruns.order_by("-at", "-pk"),
        "undo": _removed(request, candidate),
    }
    return render(request, "candidates/benefit_list.html", frame(request, candidate, TAB) | context)


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def benefit_create(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Enter work with benefit kept."""
    candidate, on = open_file(request, candidate_id, purpose=_("Behoud van uitkering vastleggen")), timezone.localdate()
    form = BenefitPeriodForm(request.POST if request.method == "POST" else None, initial={"starts_on": on})
    if request.method == "POST" and form.is_valid():
        try:
            benefit_kept.add(
                request.acting,
                candidate.pk,
                form.entry(),
                reason=form.cleaned_data["reason"],
                on=on,
                at=timezone.now(),
            )
        except Refused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Vastgelegd."))
            return HttpResponseRedirect(file_url(request, candidate, "benefit_list"))
    return _form(request, candidate, form, period=None)


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def benefit_edit(request: WorkRequest, candidate_id: uuid.UUID, benefit_period_id: uuid.UUID) -> HttpResponse:
    """Extend it, end it earlier, or put it right."""
    candidate, on = open_file(request, candidate_id, purpose=_("Behoud van uitkering aanpassen")), timezone.localdate()
    period = get_object_or_404(BenefitPeriod.objects.counting().filter(candidate=candidate), pk=benefit_period_id)
    initial = {name: getattr(period, name) for name in ("kind", "place", "starts_on", "ends_on")}
    initial["shown"] = benefit_kept.version(period)
    form = BenefitPeriodForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            benefit_kept.change(
                request.acting,
                period.pk,
                form.entry(),
                reason=form.cleaned_data["reason"],
                on=on,
                at=timezone.now(),
                shown=form.was_shown,
            )
        except Changed as changed:
            say_changed(changed, form)
        except Refused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Bewaard."))
            return HttpResponseRedirect(file_url(request, candidate, "benefit_list"))
    return _form(request, candidate, form, period=period)


@requires(access.may_work_with_candidates)
@require_POST
def benefit_remove(request: WorkRequest, candidate_id: uuid.UUID, benefit_period_id: uuid.UUID) -> HttpResponse:
    """It was entered by mistake; the list offers to put it back."""
    candidate = open_file(request, candidate_id, purpose=_("Behoud van uitkering aanpassen"))
    period = get_object_or_404(BenefitPeriod.objects.filter(candidate=candidate), pk=benefit_period_id)
    url = file_url(request, candidate, "benefit_list")
    try:
        benefit_kept.remove(request.acting, period.pk, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(url)
    return HttpResponseRedirect(f"{url}?{REMOVED}={period.pk}")


@requires(access.may_work_with_candidates)
@require_POST
def benefit_restore(request: WorkRequest, candidate_id: uuid.UUID, benefit_period_id: uuid.UUID) -> HttpResponse:
    """Put back what one took away."""
    candidate = open_file(request, candidate_id, purpose=_("Behoud van uitkering aanpassen"))
    period = get_object_or_404(BenefitPeriod.objects.filter(candidate=candidate), pk=benefit_period_id)
    try:
        benefit_kept.restore(request.acting, period.pk, on=timezone.localdate(), at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("De periode staat er weer."))
    return HttpResponseRedirect(file_url(request, candidate, "benefit_list"))


def _form(
    request: WorkRequest, candidate: Candidate, form: BenefitPeriodForm, *, period: BenefitPeriod | None
) -> HttpResponse:
    context = frame(request, candidate, TAB) | _standing(candidate, on=timezone.localdate())
    context |= {"form": form, "period": period}
    return render(request, "candidates/benefit_edit.html", context, status=422 if form.errors else 200)


def _say(form: BenefitPeriodForm, refused: Refused) -> None:
    """Why it may go on longer belongs beside that field."""
    form.add_error("reason" if isinstance(refused, PastLimit) else None, refused.sentence)


def _standing(candidate: Candidate, *, on: date) -> dict[str, Any]:
    parts = benefit_kept.parts_of([candidate.pk])[candidate.pk]
    limit = benefit_kept.limit_of(candidate.region_id)
    stands = benefit_kept.stand(parts, limit, on=on)
    return {
        "parts": parts,
        "limit": limit,
        "standing": stands,
        "is_near": stands.is_near(on),
        "planned": max(stands.known_days - stands.used_days, 0),
    }


def _removed(request: WorkRequest, candidate: Candidate) -> dict[str, Any] | None:
    """What was just taken away, as long as this member can put it back."""
    try:
        about = uuid.UUID(request.GET.get(REMOVED, ""))
    except ValueError:
        return None
    gone = BenefitPeriod.objects.filter(pk=about, candidate=candidate, removed_by_id=request.acting.user_id).first()
    if gone is None or gone.removed_at is None:
        return None
    here = [request.acting.organisation_id, candidate.pk, gone.pk]
    return {"what": _("De periode is weggehaald."), "url": reverse("candidates:benefit_restore", args=here)}
