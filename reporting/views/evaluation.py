"""The yearly evaluations of the covenant, and what the region agreed about its reports."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from organisations.models import Region
from organisations.refused import Refused
from organisations.tenancy import Acting
from reporting import access
from reporting.flow import evaluating, judging, planning
from reporting.forms.flow import EvaluationForm, OpinionForm, RecordForm, ReportPolicyForm
from reporting.models import Evaluation, ReportPolicy


@requires(access.reads_covenant)
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_list(request: WorkRequest) -> HttpResponse:
    """All yearly evaluations, with when their record is due; the bureau puts down the next."""
    acting, on = request.acting, timezone.localdate()
    may_plan = access.may_make_reports(acting)
    form: EvaluationForm | None = None
    if request.method == "POST" and not may_plan:
        raise PermissionDenied
    if may_plan:
        form = EvaluationForm(request.POST or None, initial={"year": on.year - 1})
        if request.method == "POST" and form.is_valid():
            try:
                planned = evaluating.plan(acting, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, _("De evaluatie staat klaar."))
                return HttpResponseRedirect(_url(acting, planned))
    rows = Evaluation.objects.filter(region_id__in=acting.region_ids).order_by("-year")
    context = {"rows": [_row(one, acting, on=on) for one in rows], "form": form, "on": on}
    status = 422 if form is not None and form.errors else 200
    return render(request, "reporting/evaluation_list.html", context, status=status)


@requires(access.reads_covenant)
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_detail(request: WorkRequest, evaluation_id: uuid.UUID) -> HttpResponse:
    """One evaluation: the meeting, its record, and who thinks otherwise; a POST keeps the record."""
    evaluation = _evaluation(request.acting, evaluation_id)
    may_write = access.may_make_reports(request.acting)
    form = RecordForm(request.POST or None, initial={"record": evaluation.record})
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        if form.is_valid():
            try:
                evaluating.record(request.acting, evaluation.pk, text=form.cleaned_data["record"], at=timezone.now())
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, _("Het verslag is bewaard."))
                return HttpResponseRedirect(request.path)
    return _show(request, evaluation, form=form)


@requires(access.reads_covenant)
@require_POST
def evaluation_differ(request: WorkRequest, evaluation_id: uuid.UUID) -> HttpResponse:
    """Keep what a partner thinks otherwise: its own, or put down by the bureau."""
    evaluation = _evaluation(request.acting, evaluation_id)
    partners = _speakers(request.acting, evaluation)
    if not partners:
        raise PermissionDenied
    opinion = OpinionForm(request.POST, partners=partners)
    if not opinion.is_valid():
        return _show(request, evaluation, opinion=opinion)
    evaluating.differ(
        request.acting,
        evaluation.pk,
        organisation_id=uuid.UUID(opinion.cleaned_data["partner"]),
        text=opinion.cleaned_data["text"],
        at=timezone.now(),
    )
    messages.success(request, _("De afwijkende mening is bewaard."))
    return HttpResponseRedirect(_url(request.acting, evaluation))


@requires(access.may_make_reports)
@require_http_methods(["GET", "HEAD", "POST"])
def report_policy(request: WorkRequest) -> HttpResponse:
    """When drafts are made and how long partners have."""
    region = request.acting.region
    if region is None:
        raise PermissionDenied
    kept = ReportPolicy.objects.filter(region_id=region.id).first() or ReportPolicy(region_id=region.id)
    initial = {"cut_off_day": kept.cut_off_day, "judgement_days": kept.judgement_days}
    form = ReportPolicyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        planning.agree(request.acting, region_id=region.id, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Bewaard. De afspraken gelden vanaf nu."))
        return HttpResponseRedirect(reverse("reporting:report_list", args=[request.acting.organisation_id]))
    since = Region.objects.get(pk=region.id).money_start
    coming = [] if since is None else planning.coming(timezone.localdate(), cut_off_day=kept.cut_off_day, since=since)
    context = {"form": form, "coming": coming}
    return render(request, "reporting/report_policy.html", context, status=422 if form.errors else 200)


def _show(
    request: WorkRequest, evaluation: Evaluation, *, form: RecordForm | None = None, opinion: OpinionForm | None = None
) -> HttpResponse:
    acting, on = request.acting, timezone.localdate()
    faulty = any(one is not None and one.errors for one in (form, opinion))
    partners = _speakers(acting, evaluation)
    context = {
        "evaluation": evaluation,
        "row": _row(evaluation, acting, on=on),
        "opinions": evaluation.opinions.select_related("organisation").order_by("organisation__name"),
        "form": form or RecordForm(initial={"record": evaluation.record}),
        "opinion_form": opinion or (OpinionForm(partners=partners) if partners else None),
        "may_write": access.may_make_reports(acting) and on >= evaluation.meeting_on,
        "sees_report": access.may_read_reports(acting),
    }
    return render(request, "reporting/evaluation_detail.html", context, status=422 if faulty else 200)


def _speakers(acting: Acting, evaluation: Evaluation) -> list[tuple[uuid.UUID, str]]:
    """For which partners this member may put down another opinion: the bureau for all, a partner for itself."""
    if not acting.may_write:
        return []
    if access.may_make_reports(acting):
        return [(one.organisation_id, one.name) for one in judging.partners_of(evaluation.region_id)]
    return [(acting.organisation_id, acting.organisation_name)] if access.is_covenant_partner(acting) else []


def _row(evaluation: Evaluation, acting: Acting, *, on: Any) -> dict[str, Any]:
    if evaluation.recorded_at is not None:
        state = "done"
    elif evaluation.due_on < on:
        state = "overdue"
    else:
        state = "open" if evaluation.meeting_on <= on else "planned"
    return {"evaluation": evaluation, "state": state, "url": _url(acting, evaluation)}


def _evaluation(acting: Acting, evaluation_id: uuid.UUID) -> Evaluation:
    rows = Evaluation.objects.filter(region_id__in=acting.region_ids).select_related("recorded_by")
    found: Evaluation = get_object_or_404(rows, pk=evaluation_id)
    return found


def _url(acting: Acting, evaluation: Evaluation) -> str:
    return reverse("reporting:evaluation_detail", args=[acting.organisation_id, evaluation.pk])
