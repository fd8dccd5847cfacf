"""The steps of the programme manager with one report: judgements, the check, the words, freezing."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from organisations.refused import Refused
from organisations.shown import Changed, version_of
from organisations.shown_forms import say_changed
from organisations.tenancy import Acting
from reporting import access
from reporting.choices import ReportStage
from reporting.flow import checking, judging, publishing, sealing
from reporting.forms.flow import AskForm, ManagerTextForm, WarningsForm
from reporting.models import Judgement, Report

PER_PAGE = 50


@requires(access.may_read_reports)
@require_http_methods(["GET", "HEAD", "POST"])
def report_judging(request: WorkRequest, report_id: uuid.UUID) -> HttpResponse:
    """Who was asked for a judgement and what came of it; the bureau asks others."""
    report = report_or_404(request.acting, report_id)
    may_ask = access.may_make_reports(request.acting) and not report.is_frozen
    there = set(report.judgements.filter(closed_at=None).values_list("organisation_id", flat=True))
    partners = [one for one in judging.partners_of(report.region_id) if one.organisation_id not in there]
    form: AskForm | None = None
    if may_ask:
        form = AskForm(request.POST or None, partners=partners, initial=_first_values(report))
        if request.method == "POST" and form.is_valid():
            try:
                asked = judging.ask(
                    request.acting,
                    report.pk,
                    invited=form.invited(),
                    due_on=form.cleaned_data["due_on"],
                    at=timezone.now(),
                )
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, _("Gevraagd aan %(n)s. Zij krijgen een mail.") % {"n": asked})
                return HttpResponseRedirect(request.path)
    elif request.method == "POST":
        if not access.may_make_reports(request.acting):
            return HttpResponse(status=403)
        messages.error(request, _("Dit rapport is vastgesteld. Oordelen vragen kan niet meer."))
        return HttpResponseRedirect(request.path)
    judgements = list(report.judgements.select_related("organisation").order_by("group", "invited_at", "pk"))
    context = {
        "report": report,
        "form": form,
        "judgements": judgements,
        "may_ask": may_ask,
        "may_call_back": may_ask
        and report.stage == ReportStage.JUDGING
        and not any(one.written_at for one in judgements),
        "today": timezone.localdate(),
    }
    return render(
        request, "reporting/report_judging.html", context, status=422 if form is not None and form.errors else 200
    )


@requires(access.may_make_reports)
@require_POST
def report_call_back(request: WorkRequest, report_id: uuid.UUID) -> HttpResponse:
    """The report is a draft again."""
    report = report_or_404(request.acting, report_id)
    _try(request, lambda: judging.call_back(request.acting, report.pk, at=timezone.now()), _("Teruggehaald."))
    return HttpResponseRedirect(reverse("reporting:report_judging", args=[request.acting.organisation_id, report.pk]))


@requires(access.may_make_reports)
@require_POST
def judgement_again(request: WorkRequest, judgement_id: uuid.UUID) -> HttpResponse:
    """Mail somebody once more."""
    judgement = get_object_or_404(Judgement, pk=judgement_id, region_id__in=request.acting.region_ids)
    _try(request, lambda: judging.send_again(request.acting, judgement.pk), _("De mail gaat opnieuw."))
    url = reverse("reporting:report_judging", args=[request.acting.organisation_id, judgement.report_id])
    return HttpResponseRedirect(url)


@requires(access.may_read_reports)
@require_http_methods(["GET", "HEAD", "POST"])
def report_check(request: WorkRequest, report_id: uuid.UUID) -> HttpResponse:
    """All that is incomplete behind the figures, to be seen or explained before the report is frozen."""
    acting = request.acting
    report = report_or_404(acting, report_id)
    may_check = access.may_make_reports(acting)
    warnings = list(report.warnings.select_related("by").order_by("-count", "code"))
    form = WarningsForm(request.POST or None, warnings=[one for one in warnings if one.by_id in {None, acting.user_id}])
    if request.method == "POST":
        if not may_check:
            return HttpResponse(status=403)
        if form.is_valid():
            try:
                left = checking.see(acting, report.pk, said=form.said(), at=timezone.now())
            except Refused as refused:
                messages.error(request, refused.sentence)
            else:
                messages.success(
                    request,
                    _("Bewaard. U kunt het rapport nu vaststellen.")
                    if not left
                    else _("Bewaard. Nog %(n)s te bekijken.") % {"n": left},
                )
            return HttpResponseRedirect(request.path)
    context = {
        "report": report,
        "form": form,
        "rows": [_warning_row(one, form, acting) for one in warnings],
        "counted_at": max((one.counted_at for one in warnings), default=None),
        "unseen": sum(1 for one in warnings if one.at is None),
        "may_check": may_check and not report.is_frozen,
        "judgements_open": report.judgements.filter(written_at=None, declined_at=None, closed_at=None).count(),
        "superseded": sealing.is_superseded(report),
    }
    return render(request, "reporting/report_check.html", context, status=422 if form.errors else 200)


@requires(access.may_make_reports)
@require_POST
def report_count_again(request: WorkRequest, report_id: uuid.UUID) -> HttpResponse:
    """Have what is missing counted anew, after it was mended."""
    report = report_or_404(request.acting, report_id)
    words = _("Het portaal telt opnieuw. Ververs deze pagina over een halve minuut.")
    _try(request, lambda: checking.count_again(request.acting, report.pk), words)
    return HttpResponseRedirect(reverse("reporting:report_check", args=[request.acting.organisation_id, report.pk]))


@requires(access.may_make_reports)
@require_http_methods(["GET", "HEAD", "POST"])
def report_text(request: WorkRequest, report_id: uuid.UUID) -> HttpResponse:
    """The manager's words on the tranche, until the report is frozen."""
    report = report_or_404(request.acting, report_id)
    stands = {"manager_text": report.manager_text, "shown": version_of(report, publishing.WORDS)}
    form = ManagerTextForm(request.POST or None, initial=stands)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["manager_text"]
        try:
            publishing.write_text(request.acting, report.pk, text=text, at=timezone.now(), shown=form.was_shown)
        except Changed as changed:
            say_changed(changed, form)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Bewaard. De documenten worden opnieuw gemaakt."))
            return HttpResponseRedirect(detail_url(request.acting, report))
    context = {"report": report, "form": form}
    return render(request, "reporting/report_text.html", context, status=422 if form.errors else 200)


@requires(access.may_make_reports)
@require_POST
def report_freeze(request: WorkRequest, report_id: uuid.UUID) -> HttpResponse:
    """Vaststellen."""
    report = report_or_404(request.acting, report_id)
    try:
        publishing.freeze(request.acting, report.pk, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        url = reverse("reporting:report_check", args=[request.acting.organisation_id, report.pk])
        return HttpResponseRedirect(url)
    messages.success(request, _("Vastgesteld. Wat nu nog niet klopt, wordt een nieuwe versie."))
    return HttpResponseRedirect(detail_url(request.acting, report))


@requires(access.may_read_reports)
@require_GET
def report_downloads(request: WorkRequest, report_id: uuid.UUID) -> HttpResponse:
    """Who took which file of a report, and when."""
    report = report_or_404(request.acting, report_id)
    found = report.downloads.select_related("user", "organisation", "judgement").order_by("-at", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reporting/report_downloads.html", {"report": report, "page": page})


def report_or_404(acting: Acting, report_id: uuid.UUID) -> Report:
    reports = access.reports_of(acting).select_related("region", "requested_by", "adopted_by")
    found: Report = get_object_or_404(reports.defer("rows"), pk=report_id)
    return found


def detail_url(acting: Acting, report: Report) -> str:
    return reverse("reporting:report_detail", args=[acting.organisation_id, report.pk])


def _try(request: WorkRequest, do: Any, words: str) -> None:
    """Do it and say so, or say why not."""
    try:
        do()
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, words)


def _first_values(report: Report) -> dict[str, Any]:
    days = judging.days_for(report.region_id)
    return {"due_on": timezone.localdate() + dt.timedelta(days=days)}


def _warning_row(warning: Any, form: WarningsForm, acting: Acting) -> dict[str, Any]:
    check = checking.BY_CODE.get(warning.code)
    return {
        "warning": warning,
        "check": check,
        "fields": [form[f"{what}_{warning.code}"] for what in ("seen", "said", "count")]
        if warning.code in form.codes
        else [],
        "url": _mend_url(check, acting) if check is not None else "",
    }


def _mend_url(check: checking.Check, acting: Acting) -> str:
    """Where it is mended, for whom this menu has that page."""
    return reverse(check.mend, args=[acting.organisation_id]) if check.mend and check.may_mend(acting) else ""
